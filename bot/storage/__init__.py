"""SQLAlchemy Core over SQLite (PostgreSQL by URL): the only room that says SQL.

A function that must run in a transaction takes the connection first and never opens one; `Database` does.
"""

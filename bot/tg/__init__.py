"""Telegram: the only room that says `telegram`. Parse, ask who it is and whether they may, act, render, send."""

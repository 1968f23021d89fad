"""Quizzes: GIFT, Aiken and Open Trivia."""

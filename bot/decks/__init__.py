"""Text or file -> Deck plus Problems, each with file, line, what is wrong and how to mend it; and decks out again."""

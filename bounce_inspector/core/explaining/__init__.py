"""What a verdict means, in words: knowledge as data, explanations, the code book, answers."""

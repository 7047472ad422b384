"""What a reader can take along: the guide and its parts as files, made from the finished site. Knows no generator."""

"""Makes the downloads: the guide and its parts as files, from the built site. Does not depend on the generator."""

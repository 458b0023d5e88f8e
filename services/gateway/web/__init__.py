"""The web pages: plain HTML, written on the server, without scripts."""

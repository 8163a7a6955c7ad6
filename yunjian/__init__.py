"""Yunjian 云间: one open platform for the digital government of a Chinese district."""

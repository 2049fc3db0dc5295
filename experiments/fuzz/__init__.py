"""Hostile deliveries, made by chance: does intake hold what it promises whatever arrives?"""

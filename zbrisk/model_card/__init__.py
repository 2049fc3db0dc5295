"""Model cards: what a bundle is, was learnt from, can and must not do (Mitchell et al. 2019, Model Cards)."""

from zbrisk.model_card.card import model_card

__all__ = ["model_card"]

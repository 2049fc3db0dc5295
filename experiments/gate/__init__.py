"""How often does the gate of `zbrisk models promote` let a challenger through that is worse, equal or better?

Pairs of orders are drawn whose average precisions differ by a known amount. `python -m experiments gate` prints the
table of training/README.md; some minutes.
"""

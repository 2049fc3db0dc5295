"""What a trained bundle carries, and who vouches for it.

bundle       the folder: written, signed, and read again with everything verified before anything runs
signature    who signed a manifest, and whether one of them is trusted
keys         the user's own key and the keys that the user trusts
trees        LightGBM's text, read by ourselves before its native loader sees a byte
trained      a model of one target; calibration, reference and audits are its numbers
last_seen    which bundle of a place was seen last, so that an older one does not pass for new
"""

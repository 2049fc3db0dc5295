"""Does the loop of ranking, reviewing and learning improve, and does it go blind without audits?"""

"""What each target is learnt from: features beside labels, past cohorts, audits that are held out."""

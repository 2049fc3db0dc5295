"""The City of Chicago's food inspections: real records, put through zbrisk as a data team would."""

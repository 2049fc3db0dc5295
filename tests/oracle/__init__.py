"""An oracle for the point-in-time compiler: what every feature should be, worked out in plain Python that knows no SQL.

world.py      small random tables, made to collide, and the moments to ask for
days.py       day numbers, months, windows
known.py      what was known on a day: knowledge dates, parents, versions, later facts
coverage.py   where a table has data at all
measures.py   what a set of dated rows comes to
naive.py      the features of a moment, from all of these
signals/      test signals and views that between them use every construct of the language
twins.py      the signals as nested loops; twin_views.py the views; nulls.py helps
"""

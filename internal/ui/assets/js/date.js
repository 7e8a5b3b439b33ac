// date

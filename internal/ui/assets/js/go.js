// Every part is known now: begin.
starters.forEach(fn => fn(document));

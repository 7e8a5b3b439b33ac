package db

import (
	"strconv"
	"strings"
)

// literals are the stretches of a statement in which ? is no placeholder. A
// doubled quote ends one stretch and begins the next, which comes to the same.
var literals = [...]struct{ open, close string }{{"'", "'"}, {`"`, `"`}, {"--", "\n"}, {"/*", "*/"}}

// rebind turns ? into $1, $2 … for PostgreSQL. It is not worth a cache: it
// takes well under a microsecond, next to a round trip to the server.
func rebind(e Engine, query string) string {
	if e == SQLite || strings.IndexByte(query, '?') < 0 {
		return query
	}
	b := make([]byte, 0, len(query)+16)
	n := 0
scan:
	for i := 0; i < len(query); {
		for _, l := range literals {
			if rest, ok := strings.CutPrefix(query[i:], l.open); ok {
				end := strings.Index(rest, l.close)
				if end < 0 {
					return string(append(b, query[i:]...))
				}
				stop := i + len(l.open) + end + len(l.close)
				b = append(b, query[i:stop]...)
				i = stop
				continue scan
			}
		}
		if query[i] == '?' {
			n++
			b = strconv.AppendInt(append(b, '$'), int64(n), 10)
		} else {
			b = append(b, query[i])
		}
		i++
	}
	return string(b)
}

package need

import "sanshe/internal/record"

// Said gives the fields that the published lists are made of, by register.
func Said() map[*record.Register][]string {
	out := map[*record.Register][]string{}
	for _, l := range listings() {
		for _, names := range [][]string{l.what, l.about, l.who, l.when, l.money, l.came} {
			out[l.reg] = append(out[l.reg], names...)
		}
	}
	return out
}

// Tells is the rule for what a public list may say.
func Tells(f *record.Field) bool { return tells(f) }

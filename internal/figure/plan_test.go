package figure_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/figure"
	"sanshe/internal/migration"
	"sanshe/internal/org"
)

// across adds up how many rows PostgreSQL came across, in whatever part of a plan.
func across(plan []string) (n float64) {
	loops := 1.0
	number := func(text, pattern string) float64 {
		m := regexp.MustCompile(pattern).FindStringSubmatch(text)
		if m == nil {
			return 0
		}
		f, _ := strconv.ParseFloat(m[1], 64)
		return f
	}
	for _, line := range plan {
		if strings.Contains(line, "loops=") {
			loops = number(line, `loops=(\d+)`)
		}
		n += loops * (number(line, `actual rows=([\d.]+)`) + number(line, `Rows Removed by (?:Join )?Filter: (\d+)`))
	}
	return n
}

// again gives what of a plan of SQLite goes through a table once for each row of
// another: within a part that is done for each row, or beside one that is read.
func again(plan []string) string {
	type level struct{ read, each bool }
	levels := make([]level, 1, len(plan)+1)
	for _, line := range plan {
		text := strings.TrimLeft(line, " ")
		depth := len(line) - len(text)
		for len(levels) <= depth {
			levels = append(levels, levels[len(levels)-1])
			levels[len(levels)-1].read = false
		}
		levels = levels[:depth+1]
		at := &levels[depth]
		if (strings.HasPrefix(text, "SCAN seen") || strings.HasPrefix(text, "SCAN p ")) && (at.read || at.each) || strings.Contains(text, "AUTOMATIC") {
			return text
		}
		at.read = at.read || strings.HasPrefix(text, "SEARCH ") || strings.HasPrefix(text, "SCAN ")
		if strings.HasPrefix(text, "CORRELATED") {
			levels = append(levels, level{each: true})
		}
	}
	return ""
}

// The cost of coverage grows no faster than the list it counts: of eight times
// the organisations eight times the rows are read, today and on a day gone by. A
// list that compares each with each is found out.
func TestCoverageCostsWhatItsListIs(t *testing.T) {
	names := []string{"party.coverage_rate", "party.work_coverage", "party.unbuilt", "party.unreached"}
	for _, engine := range []func(testing.TB, ...dbtest.Option) *db.DB{dbtest.SQLite, dbtest.Postgres} {
		var cost [2]map[string]float64
		for i, times := range []int{1, 8} {
			d := engine(t, dbtest.WithSchema(migration.Files))
			a := covered(t, d, times)
			each := figure.Contract{Name: "test.each", Label: "比大小", Unit: "家", Chapter: 1, Register: org.SocialOrgs.Register, Version: 1, Period: figure.AsOf, Owner: "测试", Basis: "无", Rule: "每一家和每一家比",
				List: `SELECT o.id, o.area FROM {social_org} o WHERE o.registered_on <= {at} AND (SELECT count(*) FROM {social_org} x WHERE x.name < o.name || '0') > 0`}
			contracts := []figure.Contract{each}
			for _, name := range names {
				contracts = append(contracts, *alone(a, name))
			}
			e := figure.New(a.Store, contracts...)
			cost[i] = map[string]float64{}
			for _, q := range []figure.Question{{Area: County, At: "2026-03-02"}, {Area: County, At: "2026-02-10"}} {
				for _, c := range contracts {
					plan, err := e.Plan(t.Context(), c.Name, q)
					check(t, err)
					if d.Engine() == db.Postgres {
						cost[i][c.Name+" "+string(q.At)] = across(plan)
					} else if bad := again(plan); (bad != "") != (c.Name == "test.each") {
						t.Errorf("%s, %s, %d times: %q in\n%s", c.Name, q.At, times, bad, strings.Join(plan, "\n"))
					}
				}
			}
		}
		for name, n := range cost[1] {
			if grown := n / cost[0][name]; (grown > 10) != strings.HasPrefix(name, "test.each") {
				t.Errorf("%s: %.0f rows became %.0f", name, cost[0][name], n)
			}
		}
	}
}

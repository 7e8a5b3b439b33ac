package store

import (
	"context"
	"fmt"

	"sanshe/internal/db"
	"sanshe/internal/record"
)

// Verify looks for everything that should never be: images of a record that
// overlap or leave a gap, versions that skip, changes without an audit entry,
// states that differ from the last passage, references that lead nowhere, an
// audit chain that does not add up, sealed fields that do not open. It gives
// one sentence for each.
func (s *Store) Verify(ctx context.Context) ([]string, error) {
	var found []string
	report := func(format string, args ...any) {
		if len(found) < 1000 {
			found = append(found, fmt.Sprintf(format, args...))
		}
	}
	err := s.db.Snapshot(db.Patient(ctx), func(q db.Queryer) error {
		for _, reg := range s.book.Registers {
			if err := s.verifyRegister(ctx, q, reg, report); err != nil {
				return fmt.Errorf("%s: %w", reg.Name, err)
			}
		}
		if err := verifyProvisions(ctx, q, report); err != nil {
			return err
		}
		return s.verifyAudit(ctx, q, report)
	})
	return found, err
}

// check runs a query that should find nothing and reports what it finds.
type check struct{ says, query string }

func (s *Store) verifyRegister(ctx context.Context, q db.Queryer, reg *record.Register, report func(string, ...any)) error {
	checks := []check{
		{"有 %d 条记录的版本与历史对不上", fmt.Sprintf("SELECT count(*) FROM (SELECT t.id FROM %[1]s t LEFT JOIN %[1]s_history h ON h.id = t.id GROUP BY t.id, t.since HAVING coalesce(max(h.until), t.since) <> t.since) AS x", reg.Name)},
		{"有 %d 处历史断开或重叠", fmt.Sprintf("SELECT count(*) FROM (SELECT id, since, lag(until) OVER (PARTITION BY id ORDER BY since) AS prev FROM %s_history) AS x WHERE prev IS NOT NULL AND prev <> since", reg.Name)},
		{"有 %d 处历史的止点不在起点之后", fmt.Sprintf("SELECT count(*) FROM %s_history WHERE until <= since", reg.Name)},
		{"有 %d 次变更没有审计记录", fmt.Sprintf("SELECT count(*) FROM %[1]s t WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.record = t.id AND a.seq = t.since)", reg.Name)},
		{"有 %d 条记录没有检索词", fmt.Sprintf("SELECT count(*) FROM %[1]s t WHERE voided = '' AND merged = 0 AND NOT EXISTS (SELECT 1 FROM search_doc d WHERE d.record = t.id)", reg.Name)},
	}
	if reg.State != nil {
		checks = append(checks, check{"有 %d 条记录的状态与办理经过不符", fmt.Sprintf(
			"SELECT count(*) FROM %[1]s t WHERE t.%[2]s <> coalesce((SELECT p.to_state FROM passage p WHERE p.record = t.id AND p.until = 0 ORDER BY p.on_day DESC, p.seq DESC, p.id DESC LIMIT 1), '')", reg.Name, reg.State.Name)})
	}
	for _, f := range reg.Fields {
		target := s.book.Target(f)
		if target == nil {
			continue
		}
		if _, ok := f.Kind.(record.Ref); ok {
			checks = append(checks, check{"“" + f.Label + "”有 %d 处指向不存在的记录", fmt.Sprintf(
				"SELECT count(*) FROM %[1]s t WHERE t.%[2]s <> 0 AND NOT EXISTS (SELECT 1 FROM %[3]s x WHERE x.id = t.%[2]s)", reg.Name, f.Name, target.Name)})
		} else {
			checks = append(checks, check{"“" + f.Label + "”有 %d 处指向不存在的记录", fmt.Sprintf(
				"SELECT count(*) FROM link l WHERE l.register = '%s' AND l.field = '%s' AND NOT EXISTS (SELECT 1 FROM %s x WHERE x.id = l.target)", reg.Name, f.Name, target.Name)})
		}
	}
	for _, c := range checks {
		var n int
		if err := q.QueryRow(ctx, c.query).Scan(&n); err != nil {
			return fmt.Errorf("%s: %w", c.query, err)
		}
		if n > 0 {
			report(reg.Label+"："+c.says, n)
		}
	}
	return s.verifySealed(ctx, q, reg, report)
}

// verifyProvisions looks for settings that two rows give at once, and for changes
// of them that nobody made.
func verifyProvisions(ctx context.Context, q db.Queryer, report func(string, ...any)) error {
	for _, c := range []check{
		{"设置：有 %d 处在同一范围里重叠", `SELECT count(*) FROM provision a JOIN provision b ON b.sort = a.sort AND b.name = a.name AND b.key = a.key AND b.area = a.area AND b.id > a.id
			WHERE a.until = 0 AND b.until = 0 AND (a.to_day = '' OR b.from_day < a.to_day) AND (b.to_day = '' OR a.from_day < b.to_day)`},
		{"设置：有 %d 次改动没有审计记录", "SELECT count(*) FROM provision p WHERE p.since > 0 AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.register = p.name AND a.seq = p.since)"},
	} {
		var n int
		if err := q.QueryRow(ctx, c.query).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			report(c.says, n)
		}
	}
	return nil
}

// verifySealed opens the sealed fields of the newest records.
func (s *Store) verifySealed(ctx context.Context, q db.Queryer, reg *record.Register, report func(string, ...any)) error {
	for _, f := range reg.Fields {
		if !f.IsSealed {
			continue
		}
		rows, err := q.Query(ctx, fmt.Sprintf("SELECT id, %[1]s FROM %[2]s WHERE %[1]s <> '' ORDER BY id DESC LIMIT 1000", f.Name, reg.Name))
		if err != nil {
			return err
		}
		bad := 0
		for rows.Next() {
			var id int64
			var sealed string
			if err := rows.Scan(&id, &sealed); err != nil {
				rows.Close()
				return err
			}
			if _, err := s.keys.Open(reg.Name, f.Name, id, sealed); err != nil {
				bad++
			}
		}
		if err := rows.Close(); err != nil {
			return err
		}
		if bad > 0 {
			report("%s：“%s”有 %d 处打不开，密钥文件不对或内容被改过", reg.Label, f.Label, bad)
		}
	}
	return nil
}

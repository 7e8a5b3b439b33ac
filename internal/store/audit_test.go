package store_test

import (
	"fmt"
	"strings"
	"testing"

	"sanshe/internal/db"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// tamper does what somebody with the database's password can.
func (w *world) tamper(sql string, args ...any) {
	w.Helper()
	w.must(w.DB().Write(w.ctx(), func(tx *db.Tx) error {
		n, err := tx.Exec(w.ctx(), sql, args...)
		if err == nil && n == 0 {
			err = fmt.Errorf("nothing to tamper with: %s", sql)
		}
		return err
	}))
}

func TestTamperingIsNoticed(t *testing.T) {
	for name, c := range map[string]struct{ sql, says string }{
		"an entry changed":    {"UPDATE audit SET reason = '改过' WHERE id = (SELECT min(id) FROM audit)", "审计：序号 0 至"},
		"an actor changed":    {"UPDATE audit SET name = '别人' WHERE id = (SELECT min(id) FROM audit)", "之间的记录被改过"},
		"an entry deleted":    {"DELETE FROM audit WHERE id = (SELECT min(id) FROM audit WHERE action = 'reveal')", "应有 6 条，现有 5 条"},
		"an entry added":      {"INSERT INTO audit SELECT id - 1, seq, at, account, name, unit, via, origin, action, register, record, area, reason, detail FROM audit WHERE id = (SELECT min(id) FROM audit)", "应有 6 条，现有 7 条"},
		"a head replaced":     {"UPDATE audit_head SET hash = 'ab'", "的签名不对"},
		"a state moved":       {"UPDATE gift SET state = 'thanked'", "状态与办理经过不符"},
		"a passage deleted":   {"DELETE FROM passage WHERE step = 'give'", "状态与办理经过不符"},
		"an image deleted":    {"DELETE FROM gift_history WHERE version = 2", "历史断开或重叠"},
		"a late image":        {"UPDATE gift_history SET until = since WHERE version = 2", "止点不在起点之后"},
		"a reference broken":  {"UPDATE gift SET to_soul = 12345", "“受赠人”有 1 处指向不存在的记录"},
		"a change unrecorded": {"UPDATE gift SET since = since + 1000", "没有审计记录"},
		"words lost":          {"DELETE FROM search_doc", "没有检索词"},
	} {
		t.Run(name, func(t *testing.T) {
			story := func(w *world) {
				a := as(community, staff)
				who := w.make(souls.Register, community, record.Input{"name": "陈桂芳"})
				_, err := w.Reveal(w.ctx(), a, souls.Register, who, "name", "核对")
				w.must(err)
				gift := w.make(gifts.Register, community, record.Input{"title": "米", "to_soul": id(who)})
				_, err = w.Edit(w.ctx(), a, gifts.Register, gift, 1, record.Input{"title": "面"}, "")
				w.must(err)
				_, err = w.Edit(w.ctx(), a, gifts.Register, gift, 2, record.Input{"title": "油"}, "")
				w.must(err)
				w.step(gifts.Register, gift, "give", store.Taking{})
				head, err := w.SealAudit(w.ctx())
				w.must(err)
				if head == nil || head.Entries != 6 || len(head.Signature) != 128 {
					w.Fatalf("head: %+v", head)
				}
				if again, err := w.SealAudit(w.ctx()); again != nil || err != nil {
					w.Errorf("sealed again with nothing new: %v, %v", again, err)
				}
				w.make(clubs.Register, community, record.Input{"name": "甲社"})
				next, err := w.SealAudit(w.ctx())
				if w.must(err); next == nil || next.Entries != 1 {
					w.Fatalf("the next head: %+v", next)
				}
				w.sound()
				w.tamper(c.sql)
				found, err := w.Verify(w.ctx())
				w.must(err)
				if !strings.Contains(strings.Join(found, "\n"), c.says) {
					w.Errorf("verify says %v, want %s", found, c.says)
				}
			}
			// Which engine keeps them makes no difference to most; two go to both.
			story(onSQLite(t))
			if strings.HasPrefix(name, "an entry") {
				story(onPostgres(t))
			}
		})
	}
}

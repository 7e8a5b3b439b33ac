package message

import (
	"context"
	"fmt"
	"strings"

	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Hear queues the message that tells a resident of an answer, where the county
// sends messages, the resident left a mobile number and did not refuse them.
func Hear(tx *store.Tx, event any) error {
	e, ok := event.(need.Answered)
	if !ok || !strings.HasPrefix(e.Need.Phone, "1") {
		return nil
	}
	most, err := store.Number(tx, "sms.county_daily", e.Need.Area)
	if err != nil || most == 0 {
		return err
	}
	if no, err := refuses(tx.Context(), tx.All(), tx.Store(), e.Need.Phone); err != nil || no {
		return err
	}
	_, err = store.Add(tx, Messages, e.Need.Area, func(m *Message) {
		m.Need, m.Says, m.Phone, m.Asked, m.From = record.ID[need.Need](e.Need.ID), Says(e.Need.State), e.Need.Phone, e.Need.Raised, tx.Today()
	})
	return err
}

// refuses reports whether a number wants no messages.
func refuses(ctx context.Context, r *store.Reader, s *store.Store, phone string) (bool, error) {
	n, err := store.CountOf(ctx, r, Refusals, func(x *Refusal, w *store.Where) { w.Sealed(s, &x.Phone, phone) })
	return n > 0, err
}

// Refuse enters that whoever asked for n wants no messages, as they said
// themselves; those that wait are not sent.
func Refuse(ctx context.Context, s *store.Store, a *record.Actor, n *need.Need) error {
	_, err := s.Write(ctx, a, store.Key{}, func(tx *store.Tx) (store.Result, error) {
		no, err := refuses(ctx, tx.All(), s, n.Phone)
		if err != nil || no || n.Phone == "" {
			return store.Result{}, err
		}
		_, err = store.Add(tx, Refusals, n.Area, func(r *Refusal) { r.Phone, r.On, r.Told = n.Phone, tx.Today(), "在进度页上点的" })
		return store.Result{}, err
	})
	return err
}

// Silent reports whether whoever asked for n wants no messages, or gets none anyway.
func Silent(ctx context.Context, s *store.Store, n *need.Need) (bool, error) {
	if most, err := s.Setting(ctx, "sms.county_daily", n.Area, s.Today()); err != nil || most.Value == "0" || !strings.HasPrefix(n.Phone, "1") {
		return true, err
	}
	return refuses(ctx, s.Reader(keeper()), s, n.Phone)
}

// words is what a message says. The receipt that the resident holds says the
// rest: no name, and nothing of what was asked.
func (m *Message) words(county, phone string) string {
	asked := m.Asked.Time().Format("1月2日")
	did := map[Says]string{
		Accepted: "社区已受理", Lacking: "暂时没有合适的人手，已记下", Served: "服务做完了，等您确认", Refused: "不能受理，原因在进度页上", Transferred: "已转给别的部门办",
	}[m.Says]
	says := fmt.Sprintf("【%s】您%s提的需求，%s。凭回执上的查询码看进度", county, asked, did)
	if phone != "" {
		says += "，或打社区电话" + phone
	}
	return says + "。不想再收，在进度页上点一下就行。"
}

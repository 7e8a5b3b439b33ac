package centre

import (
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Hear is what the places do when an organisation leaves the register or falls
// into trouble: it moves out, what it applied for and booked is given back, and
// what only people can decide becomes a task.
func Hear(tx *store.Tx, event any) error {
	switch e := event.(type) {
	case org.Left:
		return orgLeft(tx, e)
	case org.Troubled:
		return store.Every(tx, Residencies, func(r *Residency, w *store.Where) {
			w.Is(&r.Org, record.ID[org.SocialOrg](e.Org.ID)).In(&r.State, Applying, Passed, Resident)
		}, func(r *Residency) error {
			return tx.Tell(Residencies.Register, r, people.CommunityWorker, "社会组织"+org.SocialOrgs.StateLabel(string(e.Org.State))+"：核对入驻")
		})
	}
	return nil
}

func orgLeft(tx *store.Tx, e org.Left) error {
	id := record.ID[org.SocialOrg](e.Org.ID)
	err := store.Every(tx, Residencies, func(r *Residency, w *store.Where) { w.Is(&r.Org, id).Empty(&r.Until) }, func(r *Residency) error {
		step := map[ResidencyState]string{Intended: "refuse", Applying: "refuse", Passed: "refuse", Resident: "leave"}[r.State]
		day, err := org.DayOf(tx, Residencies.Register, r.ID, e.On)
		if err != nil {
			return err
		}
		if err := store.TakeWith(tx, Residencies, r, step, store.Taking{On: day, Note: gone}); err != nil {
			return err
		}
		return store.CloseTasks(tx, Residencies, r, "") // nothing is left to look into
	})
	if err != nil {
		return err
	}
	err = store.Every(tx, Bookings, func(b *Booking, w *store.Where) {
		w.Is(&b.Org, id).Is(&b.State, Booked).More(&b.To, record.MomentOf(tx.Now()))
	}, func(b *Booking) error {
		return store.TakeWith(tx, Bookings, b, "cancel", store.Taking{On: tx.Today(), Note: gone})
	})
	if err != nil {
		return err
	}
	return store.Every(tx, Centres, func(c *Centre, w *store.Where) { w.Is(&c.Operator, id) }, func(c *Centre) error {
		return store.OpenTask(tx, Centres, c, operator, "运营单位已退出登记：另定", people.CountyOfficer, "")
	})
}

const gone = "社会组织退出登记"

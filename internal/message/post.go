package message

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/sms"
	"sanshe/internal/store"
)

const (
	mostTries  = 5                // of what certainly was not sent
	mostDays   = 3                // an older answer is no news
	lostAfter  = 10 * time.Minute // a message given to the gateway by a process that ended
	mostAtOnce = 50
)

// keeper reads and writes the messages of the whole county.
func keeper() *record.Actor {
	return &record.Actor{Name: "系统", Via: "sms", Roles: record.By(people.CountyOfficer)}
}

// Work sends what is queued, every now and then until ctx ends.
func Work(ctx context.Context, s *store.Store, by sms.Sender, county string) {
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for {
		if err := Post(ctx, s, by, county); err != nil && ctx.Err() == nil {
			slog.Error("short messages not sent", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Post sends what is queued now. Each message is claimed in a transaction, sent
// outside of any, and what came of it written in another: two processes never
// send one message, and one whose fate is unknown is not sent again by itself.
func Post(ctx context.Context, s *store.Store, by sms.Sender, county string) error {
	if err := lost(ctx, s); err != nil {
		return err
	}
	list, err := store.Find(ctx, s.Reader(keeper()), Messages, func(m *Message, w *store.Where) {
		w.Is(&m.State, Queued).AtMost(&m.From, s.Today()).Limit(mostAtOnce)
	})
	for _, m := range list {
		if err != nil || ctx.Err() != nil {
			return err
		}
		err = post(ctx, s, by, county, m.ID)
	}
	return err
}

// post sends one message.
func post(ctx context.Context, s *store.Store, by sms.Sender, county string, id int64) error {
	m, err := claim(ctx, s, id)
	if fault.Is(err, fault.Conflict) { // another process was quicker
		return nil
	}
	if err != nil || m == nil {
		return err
	}
	phone := ""
	c, err := store.First(ctx, s.Reader(keeper()), place.Communities, func(_ *place.Community, w *store.Where) { w.Below(m.Area[:min(len(m.Area), 12)]) })
	if err != nil {
		return err
	}
	if c != nil {
		phone = c.Phone
	}
	sent := by.Send(ctx, sms.Message{ID: strconv.FormatInt(m.ID, 10), Phone: m.Phone, Template: string(m.Says), Text: m.words(county, phone),
		Values: map[string]string{"day": m.Asked.Time().Format("1月2日"), "tel": phone}})
	step, fate := "sent", ""
	switch {
	case fault.Is(sent, fault.Unavailable) && m.Tries < mostTries:
		step = "later"
	case fault.Is(sent, fault.Unavailable), fault.Is(sent, fault.Refused):
		step = "fail"
	case sent != nil:
		step = "lose"
	}
	if sent != nil {
		fate = sent.Error()
	}
	return change(context.WithoutCancel(ctx), s, id, func(tx *store.Tx, m *Message) error {
		if m.State != Sending {
			return nil
		}
		if err := store.Change(tx, Messages, m, func(m *Message) { m.Fate = fate }); err != nil {
			return err
		}
		return store.TakeStep(tx, Messages, m, step, fate)
	})
}

// claim takes a message for this process, or says why not now; nil if there is
// nothing to send.
func claim(ctx context.Context, s *store.Store, id int64) (mine *Message, err error) {
	err = change(ctx, s, id, func(tx *store.Tx, m *Message) error {
		mine = nil
		if m.State != Queued {
			return nil
		}
		wait, drop, err := m.hindered(tx)
		switch {
		case err != nil:
			return err
		case drop != "":
			return store.TakeStep(tx, Messages, m, "drop", drop)
		case wait != "" && wait != m.From:
			return store.Change(tx, Messages, m, func(m *Message) { m.From = wait })
		case wait != "":
			return nil
		}
		if err := store.Change(tx, Messages, m, func(m *Message) { m.SentOn, m.Tries = tx.Today(), m.Tries+1 }); err != nil {
			return err
		}
		mine = m
		return store.TakeStep(tx, Messages, m, "send", "")
	})
	return mine, err
}

// hindered says until which day a message waits, today for later today, or why
// it is not sent at all.
func (m *Message) hindered(tx *store.Tx) (wait clock.Date, drop string, err error) {
	today, all := tx.Today(), tx.All()
	if m.Fate == "" && clock.DateOf(m.Created.Time()).AddDays(mostDays) < today {
		return "", "过了几天还没有发出去，已不是新消息", nil
	}
	no, err := refuses(tx.Context(), all, tx.Store(), m.Phone)
	if err != nil || no {
		return "", map[bool]string{true: "居民退订了短信"}[no], err
	}
	perCounty, err1 := store.Number(tx, "sms.county_daily", m.Area)
	perPhone, err2 := store.Number(tx, "sms.number_daily", m.Area)
	from, err3 := store.Number(tx, "sms.from_hour", m.Area)
	until, err4 := store.Number(tx, "sms.until_hour", m.Area)
	if err = errors.Join(err1, err2, err3, err4); err != nil {
		return "", "", err
	}
	if h := tx.Now().In(clock.Shanghai).Hour(); h < from || h >= until {
		return today, "", nil
	}
	of := func(more func(*Message, *store.Where)) (n int) {
		if err == nil {
			n, err = store.CountOf(tx.Context(), all, Messages, func(x *Message, w *store.Where) {
				w.Is(&x.SentOn, today).In(&x.State, Sending, Sent, Unknown)
				more(x, w)
			})
		}
		return n
	}
	sent := of(func(*Message, *store.Where) {})
	here := of(func(x *Message, w *store.Where) { w.Sealed(tx.Store(), &x.Phone, m.Phone) })
	if sent >= perCounty || here >= perPhone {
		wait = today.AddDays(1)
	}
	return wait, "", err
}

// lost marks what a process that ended had given to the gateway.
func lost(ctx context.Context, s *store.Store) error {
	list, err := store.Find(ctx, s.Reader(keeper()), Messages, func(m *Message, w *store.Where) { w.Is(&m.State, Sending).Limit(mostAtOnce) })
	for _, m := range list {
		if s.Clock().Now().Sub(m.Changed.Time()) < lostAfter {
			continue
		}
		err = errors.Join(err, change(ctx, s, m.ID, func(tx *store.Tx, m *Message) error {
			if m.State != Sending {
				return nil
			}
			return store.TakeStep(tx, Messages, m, "lose", "程序在发送时停了")
		}))
	}
	return err
}

// change does something with a message as it is now.
func change(ctx context.Context, s *store.Store, id int64, do func(*store.Tx, *Message) error) error {
	_, err := s.Write(ctx, keeper(), store.Key{}, func(tx *store.Tx) (store.Result, error) {
		m, err := store.One(ctx, tx.All(), Messages, record.ID[Message](id))
		if err == nil {
			err = do(tx, m)
		}
		return store.Result{}, err
	})
	return err
}

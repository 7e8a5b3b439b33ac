package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Consenters says which roles, from communities up, may consent to a glimpse of a
// record in their division.
func Consenters(roles ...record.Role) Option { return func(a *Auth) { a.consents = roles } }

// Glimpse (紧急查看) is a record elsewhere that somebody asked to read for a
// while, and what a second person said to it.
type Glimpse struct {
	ID       int64
	Account  int64 // who asked
	Name     string
	Unit     string
	Register *record.Register
	Record   int64
	Reason   string
	Asked    record.Moment
	Decided  record.Moment // 0 while it waits
	By       int64
	ByName   string
	Until    record.Moment // 0 if it was not consented to
}

const glimpseQuery = "SELECT id, account, name, unit, register, record, reason, asked, decided, decided_by, decided_name, until FROM glimpse"

func (a *Auth) scanGlimpse(row interface{ Scan(...any) error }) (g Glimpse, err error) {
	var register string
	err = row.Scan(&g.ID, &g.Account, &g.Name, &g.Unit, &register, &g.Record, &g.Reason, (*int64)(&g.Asked), (*int64)(&g.Decided), &g.By, &g.ByName, (*int64)(&g.Until))
	g.Register = a.store.Book().Register(register)
	return g, err
}

// AskGlimpse asks to read one record of a register that the asker reads in
// their own division. Whether there is such a record is not told.
func (a *Auth) AskGlimpse(ctx context.Context, by *record.Actor, reg *record.Register, id int64, reason string) error {
	reason = strings.TrimSpace(reason)
	return a.write(ctx, by, func(tx *store.Tx) error {
		switch {
		case by.Account == 0 || by.For != 0 || by.Via == "api":
			return fault.New(fault.Refused, "紧急查看要本人登录后申请；需要时请联系本单位管理员")
		case !by.Holds(reg.Rights.Read):
			return fault.New(fault.Refused, "您的岗位不看%s，不能申请；需要时请联系本单位管理员", reg.Label)
		case id <= 0:
			return fault.Fields(fault.Problem{Field: "code", Label: "编号", Text: "不像记录的编号；请照记录页上的编号填"})
		case reason == "":
			return fault.Fields(fault.Problem{Field: "reason", Label: "原因", Text: "没有填"})
		}
		var waits int
		err := tx.QueryRow(ctx, "SELECT count(*) FROM glimpse WHERE account = ? AND register = ? AND record = ? AND decided = 0", by.Account, reg.Name, id).Scan(&waits)
		if err != nil || waits > 0 { // asked twice it is asked once
			return err
		}
		now := tx.Now().UnixMilli()
		_, err = tx.Exec(ctx, `INSERT INTO glimpse (id, account, name, unit, register, record, reason, asked, decided, decided_by, decided_name, until)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, '', 0)`, a.store.NewID(), by.Account, by.Name, by.Unit, reg.Name, id, reason, now)
		if err != nil {
			return err
		}
		if err := a.tellConsenters(ctx, tx, by.Name, reg, id); err != nil {
			return err
		}
		return tx.EntryAbout("glimpse_ask", reg, id, by.Area, reason)
	})
}

// tellConsenters tells those who keep the record’s division and the one above,
// if there is such a record, that somebody waits.
func (a *Auth) tellConsenters(ctx context.Context, tx *store.Tx, name string, reg *record.Register, id int64) error {
	rec, err := tx.All().Get(ctx, reg, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	level := levelOf(a.consents, record.BaseOf(rec).Area)
	for _, role := range a.consents[level:min(level+2, len(a.consents))] {
		if err := tx.Tell(reg, rec, role, name+"申请紧急查看，到“紧急查看”里答复"); err != nil {
			return err
		}
	}
	return nil
}

// levelOf gives the place in a list of roles, from communities up, of a division’s.
func levelOf(roles record.Roles, place string) int {
	return min(len(roles)-1, max(0, (12-len(place))/3))
}

// DecideGlimpse consents to a glimpse, or does not. It takes a second person, in
// their own name, who keeps the record’s division; not one the asker stands in
// for, or who stands in for the asker. The record’s community is told.
func (a *Auth) DecideGlimpse(ctx context.Context, by *record.Actor, id int64, consent bool) error {
	return a.surely(ctx, by, func(tx *store.Tx) error {
		g, err := a.scanGlimpse(tx.QueryRow(ctx, glimpseQuery+" WHERE id = ?", id))
		if errors.Is(err, sql.ErrNoRows) || err == nil && g.Register == nil {
			return errNoGlimpse()
		}
		if err != nil {
			return err
		}
		rec, err := tx.Mine().Get(ctx, g.Register, g.Record)
		if err != nil {
			return errNoGlimpse()
		}
		if err := a.mayConsent(ctx, tx, by, g, rec); err != nil {
			return err
		}
		if g.Decided != 0 {
			return fault.Coded(fault.Conflict, fault.CodeState, "这次申请已由%s答复，不用再办", g.ByName)
		}
		if err := tx.Untell(g.Register, g.Record, a.consents); err != nil {
			return err
		}
		place, until, action := record.BaseOf(rec).Area, int64(0), "glimpse_refuse"
		if consent {
			hours, err := store.Number(tx, "glimpse.hours", place)
			if err != nil {
				return err
			}
			action, until = "glimpse_consent", tx.Now().Add(time.Duration(hours)*time.Hour).UnixMilli()
			if err := tx.Tell(g.Register, rec, a.keepers[levelOf(a.keepers, place)], g.Name+"经同意紧急查看，见“谁能看到这条”"); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, "UPDATE glimpse SET decided = ?, decided_by = ?, decided_name = ?, until = ? WHERE id = ?", tx.Now().UnixMilli(), by.Account, by.Name, until, id); err != nil {
			return err
		}
		return tx.EntryAbout(action, g.Register, g.Record, place, fmt.Sprintf("%s %d：%s", g.Name, g.Account, g.Reason))
	})
}

func errNoGlimpse() error {
	return fault.New(fault.NotFound, "没有这次申请，或者它要看的不在您的辖区")
}

func (a *Auth) mayConsent(ctx context.Context, tx *store.Tx, by *record.Actor, g Glimpse, rec record.Record) error {
	switch {
	case !by.Holds(a.consents) || !by.Within(record.BaseOf(rec).Area):
		return fault.New(fault.Refused, "您的岗位不能答复紧急查看；请联系记录所在社区的书记或镇街")
	case by.Account == g.Account || by.For != 0 || by.Account == 0 || by.Via == "api":
		return fault.New(fault.Refused, "紧急查看要第二个人以本人身份答复，不能自己批自己；请联系记录所在社区的书记或镇街")
	}
	var n int
	today := string(tx.Today())
	err := tx.QueryRow(ctx, "SELECT count(*) FROM delegation WHERE (giver = ? AND taker = ? OR giver = ? AND taker = ?) AND from_day <= ? AND to_day > ?",
		g.Account, by.Account, by.Account, g.Account, today, today).Scan(&n)
	if err == nil && n > 0 {
		err = fault.New(fault.Refused, "您和申请人之间有代理，不能由您答复；请联系记录所在社区的书记或镇街")
	}
	return err
}

// Keepers says which role keeps the records of a community, a town, a county, and
// is told of glimpses.
func Keepers(community, town, county record.Role) Option {
	return func(a *Auth) { a.keepers = record.By(community, town, county) }
}

// Glimpses gives by’s own, newest first, and those waiting for by’s answer.
func (a *Auth) Glimpses(ctx context.Context, by *record.Actor) (own, waiting []Glimpse, err error) {
	if own, err = a.glimpses(ctx, "account = ? ORDER BY id DESC LIMIT 50", by.Account); err != nil || !by.Holds(a.consents) {
		return own, nil, err
	}
	open, err := a.glimpses(ctx, "decided = 0 AND account <> ? ORDER BY id LIMIT 200", by.Account)
	if err != nil {
		return nil, nil, err
	}
	byRegister := map[*record.Register][]int64{}
	for _, g := range open {
		byRegister[g.Register] = append(byRegister[g.Register], g.Record)
	}
	near := map[int64]bool{}
	for reg, ids := range byRegister { // few: what people ask in a day
		if !a.store.MayRead(reg, by) {
			continue
		}
		page, err := a.store.Reader(by).List(ctx, reg, store.Query{IDs: ids, Limit: 200, NoTotal: true})
		if err != nil {
			return nil, nil, err
		}
		for _, rec := range page.Records {
			near[record.BaseOf(rec).ID] = by.Within(record.BaseOf(rec).Area)
		}
	}
	return own, slices.DeleteFunc(open, func(g Glimpse) bool { return !near[g.Record] }), nil
}

func (a *Auth) glimpses(ctx context.Context, where string, args ...any) (list []Glimpse, err error) {
	rows, err := a.store.DB().Query(ctx, glimpseQuery+" WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		g, err := a.scanGlimpse(rows)
		if err != nil {
			return nil, err
		}
		if g.Register != nil {
			list = append(list, g)
		}
	}
	return list, rows.Err()
}

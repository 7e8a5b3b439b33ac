package auth

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Eligible reports whether an actor can have a task by name: they hold its role
// where it is, or a role that reads such records only so, in the same county.
func (a *Auth) Eligible(to *record.Actor, t store.Task) bool {
	return to.Holds(record.By(t.Role)) && to.Within(t.Area) ||
		to.Holds(t.Register.Rights.ReadTask) && record.CountyOf(to.Area) == record.CountyOf(t.Area)
}

// Assign (指派) gives an open task to an account by name, 0 for back to whoever
// holds its role. It is for who has the task: by role and place, or by name.
func (a *Auth) Assign(ctx context.Context, by *record.Actor, task, to int64) error {
	return a.write(ctx, by, func(tx *store.Tx) error {
		t, err := tx.OpenedTask(task)
		if err != nil {
			return err
		}
		if byRole := by.Holds(record.By(t.Role)) && by.Within(t.Area); !byRole && (t.Account == 0 || t.Account != by.Self()) {
			return fault.New(fault.NotFound, "没有这件待办，或者它不在您的辖区")
		}
		name := "岗位上的人"
		if to != 0 {
			actor, err := a.ActorOf(ctx, to)
			if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Refused) {
				return err
			}
			if err != nil || !a.Eligible(actor, t) {
				return fault.Fields(fault.Problem{Field: "to", Label: "交给谁", Text: "这个账号在那里没有办这件事的岗位，或已停用；请从列表里选"})
			}
			name = actor.Name
		}
		if err := tx.GiveTasks("id = ?", to, t.ID); err != nil {
			return err
		}
		return tx.EntryAbout("assign", t.Register, t.Record, t.Area, t.Label+"："+name)
	})
}

// Colleagues gives who can have a task by name, by division and login.
func (a *Auth) Colleagues(ctx context.Context, t store.Task) ([]Account, error) {
	list, actors, err := a.holders(ctx, record.CountyOf(t.Area), 0, 1000)
	if err != nil {
		return nil, err
	}
	var out []Account
	for i, acc := range list {
		if a.Eligible(actors[i], t) {
			out = append(out, acc)
		}
	}
	return out, nil
}

// holders gives the accounts of a county that may sign in, as they may act now,
// those after an id, by id.
func (a *Auth) holders(ctx context.Context, county string, after int64, limit int) (list []Account, actors []*record.Actor, err error) {
	lo, hi := area.Bounds(county)
	column, values := a.held()
	rows, err := a.store.DB().Query(ctx, "SELECT "+accountColumns+", "+column+` FROM account a
		WHERE a.area >= ? AND a.area < ? AND a.disabled = 0 AND a.id > ? ORDER BY a.id LIMIT ?`, append(values, lo, hi, after, limit)...)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		h, held := &holder{}, ""
		if err := rows.Scan(append(h.dest(), &held)...); err != nil {
			return nil, nil, err
		}
		list, actors = append(list, h.Account), append(actors, a.actorOf(h, held, "", ""))
	}
	return list, actors, rows.Err()
}

// Handing (移交) is everything one account has by name, given to another.
type Handing struct {
	From, To int64
	Reason   string
	Stop     bool // stop From as well
}

// OpenTasks gives the tasks that an account by looks after has by name.
func (a *Auth) OpenTasks(ctx context.Context, by *record.Actor, account int64) ([]store.Task, error) {
	if _, err := a.managed(ctx, a.store.DB(), by, account); err != nil {
		return nil, err
	}
	return a.store.TasksOf(ctx, account, 200)
}

// HandOver gives all open tasks of one account to another, in one act.
func (a *Auth) HandOver(ctx context.Context, by *record.Actor, h Handing) error {
	return a.surely(ctx, by, func(tx *store.Tx) error {
		from, err := a.managed(ctx, tx, by, h.From)
		if err != nil {
			return err
		}
		tasks, err := a.store.TasksOf(ctx, h.From, 10_000)
		if err != nil {
			return err
		}
		to, err := a.ActorOf(ctx, h.To)
		if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Refused) {
			return err
		}
		switch {
		case strings.TrimSpace(h.Reason) == "":
			return fault.Fields(fault.Problem{Field: "reason", Label: "原因", Text: "没有填"})
		case err != nil || h.To == h.From:
			return fault.Fields(fault.Problem{Field: "to", Label: "移交给谁", Text: "应是别人的、可用的账号"})
		case !by.Within(to.Area):
			return errNoAccount()
		case slices.ContainsFunc(tasks, func(t store.Task) bool { return !a.Eligible(to, t) }):
			return fault.Fields(fault.Problem{Field: "to", Label: "移交给谁", Text: to.Name + "没有办其中几件事的岗位；请先授岗，或换一个人"})
		}
		if err := tx.GiveTasks("account = ? AND closed = 0", h.To, h.From); err != nil {
			return err
		}
		if err := tx.Entry("hand_over", "account", h.Reason, fmt.Sprintf("%s → %s %d：%d 件", from.who(), to.Name, h.To, len(tasks))); err != nil || !h.Stop {
			return err
		}
		return a.stopped(ctx, tx, &from.Account, h.Reason, true)
	})
}

// nothingOpen refuses to stop or move an account that has tasks by name: nobody
// else would see them.
func (a *Auth) nothingOpen(ctx context.Context, tx *store.Tx, h *holder) error {
	var n int
	err := tx.QueryRow(ctx, "SELECT count(*) FROM task WHERE account = ? AND account <> 0 AND closed = 0", h.ID).Scan(&n)
	if err == nil && n > 0 {
		err = fault.Coded(fault.Conflict, CodeHandOver, "账号 %s 还有 %d 件指派给本人的待办；请先移交给别人", h.who(), n)
	}
	return err
}

// CodeHandOver marks the errors that handing over mends.
const CodeHandOver = "hand_over"

// Orphans gives one sentence for each account that has tasks by name and cannot
// do them: it is stopped or gone, or no longer holds the role there.
func (a *Auth) Orphans(ctx context.Context) ([]string, error) {
	column, values := a.held()
	rows, err := a.store.DB().Query(ctx, "SELECT "+accountColumns+", "+column+` FROM account a
		WHERE a.disabled = 0 AND a.id IN (SELECT account FROM task WHERE account <> 0 AND closed = 0)`, values...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	able := map[int64]*record.Actor{}
	for rows.Next() {
		h, held := &holder{}, ""
		if err := rows.Scan(append(h.dest(), &held)...); err != nil {
			return nil, err
		}
		able[h.ID] = a.actorOf(h, held, "", "")
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	tasks, err := a.store.TasksByName(ctx, 10_000)
	left, names := map[int64]int{}, map[int64]string{}
	for _, t := range tasks {
		if who := able[t.Account]; who == nil || !a.Eligible(who, t) {
			left[t.Account]++
			if who != nil {
				names[t.Account] = who.Name
			}
		}
	}
	var list []string
	for _, id := range slices.Sorted(maps.Keys(left)) {
		list = append(list, fmt.Sprintf("账号 %d %s 已停用，或不再有那里的岗位，还有 %d 件待办指派在名下：请在“账号与岗位”里移交", id, names[id], left[id]))
	}
	return list, err
}

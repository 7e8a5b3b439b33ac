package service

import (
	"fmt"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// gather takes the pasted lists and the services out of the form, and says in
// the activity what was done with them. Doing so changes the activity, also when
// nothing else of it was changed.
func (a *Activity) gather(tx record.Tx) error {
	if a.Names+a.Helpers == "" && len(a.Did) == 0 {
		return nil
	}
	r := &roll{}
	r.read(a.Helpers, Helper)
	err := r.err("helpers", "志愿者")
	if err == nil {
		r.read(a.Names, Taker)
		err = r.err("names", "参加的人")
	}
	if err != nil {
		return err
	}
	if len(a.Did) > 0 {
		r.says = append(r.says, fmt.Sprintf("记下 %d 项服务内容", len(a.Did)))
	}
	a.pasted, a.did = append(a.pasted, r.list...), append(a.did, a.Did...)
	a.Names, a.Helpers, a.Did = "", "", nil
	a.Roll = strings.TrimSpace(fmt.Sprintf("%s\n%s：%s。", a.Roll, tx.Now().Format("2006-01-02 15:04"), strings.Join(r.says, "；")))
	return nil
}

// enter makes records of what was gathered. Whoever is on the list of an earlier
// paste is not entered again.
func (a *Activity) enter(tx record.Tx) error {
	pasted, did := a.pasted, a.did
	if a.pasted, a.did = nil, nil; len(pasted)+len(did) == 0 {
		return nil
	}
	for _, d := range did {
		if _, err := store.Add(tx, Servings, a.Area, func(s *Serving) { s.Activity, s.Item, s.Times = record.ID[Activity](a.ID), d.Item, d.Times }); err != nil {
			return err
		}
	}
	here, err := a.came(tx)
	if err != nil {
		return err
	}
	var says []string
	for _, n := range pasted {
		p := Participation{Activity: record.ID[Activity](a.ID), Name: n.Name, Role: n.Role, Minutes: a.Length, Note: n.Note}
		if n.Phone != "" {
			p.Person, err = people.Known(tx, a.Area, n.Name, n.Phone, 0)
			if fault.Is(err, fault.Invalid) { // somebody else's number, as of a child and its grandmother
				p.Note, err = strings.TrimSpace(p.Note+" 电话与人员台账里的另一人相同"), nil
				says = append(says, fmt.Sprintf("第 %d 行的电话在人员台账里是另一个人的，只记姓名", n.line))
			}
			if err != nil {
				return err
			}
		}
		if p.Person == 0 && here.names[n.Name] || p.Person != 0 && here.persons[p.Person] {
			says = append(says, fmt.Sprintf("第 %d 行已在这场活动里，没有再记", n.line))
			continue
		}
		here.persons[p.Person] = true
		if _, err := store.Add(tx, Participations, a.Area, func(x *Participation) { *x = p }); err != nil {
			return fmt.Errorf("%s: %w", n.Name, err)
		}
	}
	if len(says) == 0 {
		return nil
	}
	return store.Change(tx, Activities, a, func(a *Activity) { a.Roll += strings.Join(says, "；") + "。" })
}

// present is who is already on the list of an activity.
type present struct {
	names   map[string]bool
	persons map[record.ID[people.Person]]bool
}

func (a *Activity) came(tx record.Tx) (present, error) {
	out := present{map[string]bool{}, map[record.ID[people.Person]]bool{}}
	if a.Version == 1 { // just made
		return out, nil
	}
	list, err := store.Find(tx.Context(), store.In(tx).All(), Participations, func(p *Participation, w *store.Where) {
		w.Is(&p.Activity, record.ID[Activity](a.ID)).Limit(10_000)
	})
	for _, p := range list {
		out.names[p.Name], out.persons[p.Person] = true, true
	}
	return out, err
}

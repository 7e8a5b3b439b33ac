package volunteer

import (
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// SignUp (报名) is a volunteer down for a shift, or waiting for a place. Whoever
// waits moves up by themselves when somebody gives a place back.
type SignUp struct {
	record.Base
	Shift     record.ID[Shift]
	Volunteer record.ID[Volunteer]
	Code      string
	Came      record.Moment
	State     SignUpState
}

// SignUps is the register of sign-ups (报名台账).
var SignUps = record.Define[SignUp]("sign_up", "志愿服务报名")

// Fields implements [record.Record].
func (u *SignUp) Fields(f *record.Fields) {
	f.Ref(&u.Shift, "shift", "班次").Required().Fixed().InList().Filter()
	f.Ref(&u.Volunteer, "volunteer", "志愿者").Fixed().Owner().InList().Filter().Help("本人报名不用填")
	f.Text(&u.Code, "arrival_code", "到场码").Help("六位数字，现场问组织的人")
	f.Time(&u.Came, "came_at", "到场").System().InList()
	f.State(&u.State, "state", "状态").InitialStates(In, Waiting)
}

// Keys says a volunteer is down for a shift once.
func (u *SignUp) Keys(k *record.Keys) {
	k.One(&u.Shift, &u.Volunteer).Says("已经报过这个班次；退出后要再来，请点“重新报名”")
}

// Prepare implements [record.Preparer]: volunteers sign up for themselves, and
// wait when all places are taken.
func (u *SignUp) Prepare(tx record.Tx) error {
	u.Volunteer = whose(tx, u.Volunteer)
	if u.Shift == 0 {
		return nil
	}
	if err := store.Lock(tx, Shifts, u.Shift); err != nil {
		return err
	}
	s, err := store.One(tx.Context(), store.In(tx).All(), Shifts, u.Shift)
	if err != nil {
		return err
	}
	free, err := s.free(tx)
	if u.Area, u.State = s.Area, In; free < 1 {
		u.State = Waiting
	}
	return err
}

// free gives how many places of a shift are left.
func (s *Shift) free(tx record.Tx) (int64, error) {
	n, err := store.CountOf(tx.Context(), store.In(tx).All(), SignUps, func(u *SignUp, w *store.Where) {
		w.Is(&u.Shift, record.ID[Shift](s.ID)).In(&u.State, In, Arrived)
	})
	return s.Wanted - int64(n), err
}

// CheckIn implements [record.CheckerIn].
func (u *SignUp) CheckIn(tx record.Tx, p *record.Problems) error {
	if u.Volunteer == 0 {
		p.Add(&u.Volunteer, "写明是哪位志愿者")
	}
	if p.Before != nil || u.Shift == 0 || u.Volunteer == 0 {
		return nil
	}
	s, err := store.One(tx.Context(), store.In(tx).All(), Shifts, u.Shift)
	if err != nil {
		return err
	}
	v, err := volunteerOf(tx, u.Volunteer)
	if err != nil {
		return err
	}
	switch {
	case s.State != Open:
		p.Add(&u.Shift, "“%s”现在是“%s”，不能报名", s.Title, Shifts.StateLabel(string(s.State)))
	case s.To.Time().Before(tx.Now()) && tx.Actor().Owns[Volunteers.Name] != 0: // whoever organised it adds who came
		p.Add(&u.Shift, "“%s”的时间已经过去", s.Title)
	case v.State != Active:
		p.Add(&u.Volunteer, "这位志愿者已注销注册")
	}
	return nil
}

// Steps describes giving a place back, handing it on, and having been there.
func (u *SignUp) Steps(s *record.Steps[SignUp]) {
	by := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	s.Step("leave", "退出", Out).From(In, Waiting).By(by...).ByOwner(people.Volunteer).Do((*SignUp).left)
	s.Step("back", "重新报名", In).From(Out).By(by...).ByOwner(people.Volunteer).Do((*SignUp).back)
	s.Step("queue", "排队候补", Waiting).From(Out).By(by...).ByOwner(people.Volunteer)
	s.Step("move_up", "候补递补", In).From(Waiting).Inner()
	s.Step("arrive", "记到场", Arrived).From(In).By(by...).Do((*SignUp).arrived)
	s.Step("arrive_by_code", "用到场码记到场", Arrived).From(In).ByOwner(people.Volunteer).Need(&u.Code).Do((*SignUp).byCode)
	s.Path(In, Arrived)
}

// left gives the place to whoever has waited longest.
func (u *SignUp) left(tx record.Tx) error {
	if err := store.Lock(tx, Shifts, u.Shift); err != nil {
		return err
	}
	s, err := store.One(tx.Context(), store.In(tx).All(), Shifts, u.Shift)
	if err != nil || s.State != Open {
		return err
	}
	free, err := s.free(tx)
	if err != nil || free < 1 {
		return err
	}
	next, err := store.First(tx.Context(), store.In(tx).All(), SignUps, func(x *SignUp, w *store.Where) {
		w.Is(&x.Shift, u.Shift).Is(&x.State, Waiting).Other(u.ID)
	})
	if err != nil || next == nil {
		return err
	}
	return store.TakeStep(tx, SignUps, next, "move_up", "有人退出，自动递补")
}

// back takes a place again, if one is left.
func (u *SignUp) back(tx record.Tx) error {
	if err := store.Lock(tx, Shifts, u.Shift); err != nil {
		return err
	}
	s, err := store.One(tx.Context(), store.In(tx).All(), Shifts, u.Shift)
	if err != nil {
		return err
	}
	free, err := s.free(tx)
	if err == nil && free < 0 { // this one is counted already
		err = fault.New(fault.Conflict, "“%s”已报满，可以排队候补", s.Title)
	}
	return err
}

func (u *SignUp) arrived(tx record.Tx) error {
	return store.Change(tx, SignUps, u, func(u *SignUp) { u.Came = record.MomentOf(tx.Now()) })
}

// byCode takes the word of whoever knows the code that was told on the spot.
func (u *SignUp) byCode(tx record.Tx) error {
	s, err := store.One(tx.Context(), store.In(tx).All(), Shifts, u.Shift)
	if err != nil {
		return err
	}
	if u.Code != s.Code {
		return problem("arrival_code", "到场码", "不对；请再问现场组织的人，或请他记到场")
	}
	if early := s.From.Time().AddDate(0, 0, 0).Add(-arriveBefore); tx.Now().Before(early) || tx.Now().After(s.To.Time().Add(arriveAfter)) {
		return problem("arrival_code", "到场码", "只在班次前后用得上；过后请组织的人补记")
	}
	return store.Change(tx, SignUps, u, func(u *SignUp) { u.Code, u.Came = "", record.MomentOf(tx.Now()) })
}

// Rights implements [record.Righted].
func (*SignUp) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Read = record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Create = append(record.By(people.Volunteer), r.Create...)
	r.ReadOwn, r.Edit, r.Import = record.By(people.Volunteer), record.Nobody, record.Nobody
	return r
}

// SignUpState (状态) of a sign-up.
type SignUpState string

const (
	In      SignUpState = "in"
	Waiting SignUpState = "waiting"
	Out     SignUpState = "left"
	Arrived SignUpState = "arrived"
)

// Options implements [record.Chooser].
func (SignUpState) Options() []record.Option {
	return record.Options(In, "已报名", Waiting, "候补", Out, "已退出", Arrived, "已到场")
}

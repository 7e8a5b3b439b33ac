package volunteer

import (
	"time"

	"sanshe/internal/org"
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
	Org       record.ID[org.SocialOrg]
	Wish      record.ID[Shift]
	Code      string
	Wrong     int64
	ByCode    bool
	Came      record.Moment
	Since     record.Moment
	State     SignUpState
}

// SignUps is the register of sign-ups (报名台账).
var SignUps = record.Define[SignUp]("sign_up", "志愿服务报名")

// Fields implements [record.Record].
func (u *SignUp) Fields(f *record.Fields) {
	f.Ref(&u.Shift, "shift", "班次").Required().Places().Fixed().InList().Filter()
	f.Ref(&u.Volunteer, "volunteer", "志愿者").Fixed().Owner().InList().Filter().Help("本人报名不用填")
	f.Ref(&u.Org, "org", "组织的社会组织").System().Owner().Filter()
	f.Ref(&u.Wish, "wish", "想换到").Filter().Help("那边有空位，或有人想换过来，就换成")
	f.Text(&u.Code, "arrival_code", "到场码").Help("六位数字，现场问组织的人")
	f.Int(&u.Wrong, "wrong_codes", "到场码不对的次数").System()
	f.Bool(&u.ByCode, "by_code", "凭到场码").System()
	f.Time(&u.Came, "came_at", "到场").System().InList()
	f.Time(&u.Since, "waits_since", "候补起").System()
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
	s, free, err := room(tx, u.Shift)
	if err != nil {
		return err
	}
	u.Area, u.Org, u.State = s.Area, s.Org, In
	if free < 1 {
		u.State, u.Since = Waiting, record.MomentOf(tx.Now())
	}
	return nil
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
	case s.over(tx) && tx.Actor().Owns[Volunteers.Name] != 0: // whoever organised it adds who came
		p.Add(&u.Shift, "“%s”的时间已经过去", s.Title)
	case v.State != Active:
		p.Add(&u.Volunteer, "这位志愿者已注销注册")
	case s.Risky && v.Minor(tx.Today()):
		p.Add(&u.Volunteer, "未成年人不参加有人身危险的班次")
	}
	return nil
}

// Steps describes giving a place back, changing over, and having been there.
func (u *SignUp) Steps(s *record.Steps[SignUp]) {
	by := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	s.Step("leave", "退出", Out).From(In, Waiting).By(by...).ByOwner(people.Volunteer).Do((*SignUp).left)
	s.Step("back", "重新报名", In).From(Out).By(by...).ByOwner(people.Volunteer).Do((*SignUp).back)
	s.Step("queue", "排队候补", Waiting).From(Out).By(by...).ByOwner(people.Volunteer).Do((*SignUp).queue)
	s.Step("move_up", "候补递补", In).From(Waiting).Inner()
	s.Step("swap", "换班", In).From(In).By(by...).ByOwner(people.Volunteer).Need(&u.Wish).Do((*SignUp).swap).
		Says("换成以前还算这一班的；那边有空位，或有人想换过来，就自动换成")
	s.Step("keep", "不换了", In).From(In).By(by...).ByOwner(people.Volunteer).Do((*SignUp).keep)
	s.Step("change_over", "换走", Out).From(In).Inner()
	s.Step("arrive", "记到场", Arrived).From(In).By(by...).ByOwner(people.Organisation).Do((*SignUp).arrived)
	s.Step("say_code", "填到场码", In).From(In).ByOwner(people.Volunteer).Need(&u.Code).Do((*SignUp).sayCode)
	s.Step("arrive_by_code", "凭到场码到场", Arrived).From(In).Inner().Do((*SignUp).arrived)
	s.Path(In, Arrived)
}

// arrived keeps when somebody was seen, for the organiser; hours are the shift's.
func (u *SignUp) arrived(tx record.Tx) error {
	return store.Change(tx, SignUps, u, func(u *SignUp) { u.Came, u.Wish = record.MomentOf(tx.Now()), 0 })
}

// A code told on the spot holds from somewhat before a shift to somewhat after
// it, and is not guessed: after some wrong ones the organiser has to be asked.
const (
	arriveBefore = time.Hour
	arriveAfter  = 2 * time.Hour
	mostWrong    = 5
)

// sayCode takes the word of whoever knows the code that was told on the spot. A
// wrong one is kept count of, and nothing else.
func (u *SignUp) sayCode(tx record.Tx) error {
	s, err := store.One(tx.Context(), store.In(tx).All(), Shifts, u.Shift)
	if err != nil {
		return err
	}
	now, from, to := tx.Now(), s.From.Time().Add(-arriveBefore), s.To.Time().Add(arriveAfter)
	switch {
	case now.Before(from) || now.After(to):
		return problem("arrival_code", "到场码", "只在班次前后用得上；过后请组织的人补记")
	case u.Wrong >= mostWrong:
		return problem("arrival_code", "到场码", "填错的次数太多，请组织的人记到场")
	}
	right := u.Code == s.Code
	if err := store.Change(tx, SignUps, u, func(u *SignUp) {
		if u.Code, u.ByCode = "", right; !right {
			u.Wrong++
		}
	}); err != nil || !right {
		return err
	}
	return store.TakeStep(tx, SignUps, u, "arrive_by_code", "")
}

// Rights implements [record.Righted].
func (*SignUp) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Read = record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Create = append(record.By(people.Volunteer), r.Create...)
	r.ReadOwn, r.Edit, r.Import = record.By(people.Volunteer, people.Organisation), record.Nobody, record.Nobody
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

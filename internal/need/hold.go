package need

import (
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Hold (资源预约) keeps some of a resource for a time. At no moment is more held
// than the resource can take.
type Hold struct {
	record.Base
	Purpose  string
	Resource record.ID[Resource]
	Need     record.ID[Need]
	Project  record.ID[Project]
	From     record.Moment
	To       record.Moment
	Takes    int64
	State    HoldState
}

// Holds is the register of holds (资源预约台账).
var Holds = record.Define[Hold]("resource_hold", "资源预约")

// Fields implements [record.Record].
func (h *Hold) Fields(f *record.Fields) {
	f.Text(&h.Purpose, "purpose", "做什么").Required().Title()
	f.Ref(&h.Resource, "resource", "资源").Required().Places().Fixed().InList().Filter()
	f.Time(&h.From, "from_time", "开始").Required().InList().Filter()
	f.Time(&h.To, "to_time", "结束").Required().InList()
	f.Int(&h.Takes, "takes", "占几个").InList().Help("资源“同时能接”里的几个，一般是 1")
	f.Ref(&h.Need, "need", "需求").Filter()
	f.Ref(&h.Project, "project", "项目").Filter()
	f.State(&h.State, "state", "状态").InitialStates(Kept)
}

// Start implements [record.Starter].
func (h *Hold) Start(record.Actor, clock.Date) { h.Takes = 1 }

// Check implements [record.Checker].
func (h *Hold) Check(p *record.Problems) {
	if h.From != 0 && h.To != 0 && h.To <= h.From {
		p.Add(&h.To, "要晚于开始时间")
	}
	if h.From != 0 && h.To.Time().Sub(h.From.Time()) > 31*24*time.Hour {
		p.Add(&h.To, "一次最多预约 31 天")
	}
	if h.Takes < 1 {
		p.Add(&h.Takes, "至少占 1 个")
	}
}

// CheckIn implements [record.CheckerIn].
func (h *Hold) CheckIn(tx record.Tx, p *record.Problems) error {
	if len(p.List) > 0 || h.Resource == 0 || h.State != Kept {
		return nil
	}
	if err := store.Lock(tx, Resources, h.Resource); err != nil {
		return err
	}
	ctx, all := tx.Context(), store.In(tx).All()
	r, err := store.One(ctx, all, Resources, h.Resource)
	if err != nil {
		return err
	}
	if r.State != Available {
		p.Add(&h.Resource, "“%s”现在是“%s”，不能预约", r.Title, Resources.StateLabel(string(r.State)))
	}
	if !r.When.Covers(h.From.Time(), h.To.Time()) {
		p.Add(&h.From, "“%s”的服务时段是 %s", r.Title, r.When)
	}
	if r.Capacity == 0 {
		return nil // as many as come
	}
	others, err := store.Find(ctx, all, Holds, func(x *Hold, w *store.Where) {
		w.Is(&x.Resource, h.Resource).Is(&x.State, Kept).Less(&x.From, h.To).More(&x.To, h.From).Other(h.ID).Limit(1000)
	})
	if err == nil && h.fullest(others) > r.Capacity {
		p.Add(&h.From, "“%s”这段时间已约满（同时能接 %d 个），请换个时间", r.Title, r.Capacity)
	}
	return err
}

// fullest gives the most that is held at any moment of the hold, itself included.
// It can only rise where another begins, or where this one does.
func (h *Hold) fullest(others []*Hold) int64 {
	at := func(t record.Moment) (n int64) {
		for _, o := range others {
			if o.From <= t && t < o.To {
				n += o.Takes
			}
		}
		return n
	}
	most := at(h.From)
	for _, o := range others {
		if o.From > h.From {
			most = max(most, at(o.From))
		}
	}
	return most + h.Takes
}

// Steps describes giving a hold back.
func (h *Hold) Steps(s *record.Steps[Hold]) {
	s.Step("cancel", "取消预约", Released).From(Kept).By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
}

// Rights implements [record.Righted].
func (*Hold) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Reach, r.EditIn = record.County, []record.Chooser{Kept}
	return r
}

// HoldState (状态) of a hold.
type HoldState string

const (
	Kept     HoldState = "booked"
	Released HoldState = "cancelled"
)

// Options implements [record.Chooser].
func (HoldState) Options() []record.Option {
	return record.Options(Kept, "已预约", Released, "已取消")
}

package service

import (
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// State (状态) of an activity.
type State string

const (
	Held      State = "held"
	Planned   State = "planned"
	Cancelled State = "cancelled"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option {
	return record.Options(Held, "已完成", Planned, "计划中", Cancelled, "已取消")
}

// Steps describes how a plan becomes an activity that counts.
func (a *Activity) Steps(s *record.Steps[Activity]) {
	worker := []record.Role{people.CommunityWorker, people.SocialWorker, people.TownOfficer}
	s.Step("hold", "办完了，记下来", Held).From(Planned).By(worker...).Need(&a.On).Ask(&a.Names, &a.Unnamed, &a.Length, &a.Helpers, &a.Summary, &a.Did).Do((*Activity).held)
	s.Step("cancel", "取消", Cancelled).From(Planned).By(worker...).Reason()
	s.Path(Planned, Held)
}

package app

import (
	"context"

	"sanshe/internal/casework"
	"sanshe/internal/centre"
	"sanshe/internal/giving"
	"sanshe/internal/honour"
	"sanshe/internal/incubation"
	"sanshe/internal/inservice"
	"sanshe/internal/meeting"
	"sanshe/internal/message"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/purchase"
	"sanshe/internal/record"
	"sanshe/internal/regional"
	"sanshe/internal/service"
	"sanshe/internal/station"
	"sanshe/internal/store"
	"sanshe/internal/training"
	"sanshe/internal/ui"
	"sanshe/internal/volunteer"
	"sanshe/internal/web"
)

// Pages are the whole pages that domains add, by chapter.
func (a *App) Pages() map[int][]web.Page {
	return map[int][]web.Page{
		1: {
			{Path: "/coverage", Label: "覆盖看板", For: people.Viewers(), Queries: 13, Draw: party.Board(a.Figures)},
			{Path: "/unbuilt", Label: "应建未建", For: people.Viewers(), Queries: 10, Draw: party.Worklist(a.Figures)},
			{Path: "/guide", Label: "我的指导工作", For: record.By(people.Instructor), Home: record.By(people.Instructor), Queries: 6, Draw: party.Guide},
		},
		2: {
			{Path: "/rooms", Label: "场地日历", For: centre.Visitors(), Queries: 4, Draw: centre.Calendar(a.Store)},
			{Path: "/training", Label: "教育培训", For: record.By(people.CountyOfficer, people.CivilAffairs, people.TownOfficer), Queries: 9, Draw: training.Overview(a.Figures)},
		},
		3: {
			{Path: "/matching", Label: "对接台", For: need.Matchers(), Queries: 24, Draw: need.Board},
			{Path: "/slip", Label: "答复单", For: message.Viewers(), Inner: true, Queries: 4, Draw: message.Slip(a.Store)},
			{Path: "/volunteering", Label: "我的志愿服务", For: record.By(people.Volunteer), Home: record.By(people.Volunteer), Queries: 8, Draw: volunteer.Mine(a.Store)},
			{Path: "/shift-plan", Label: "排班建议", For: volunteer.Planners(), Queries: 4, Draw: volunteer.Plan(a.Store)},
			{Path: "/volunteer-national", Label: "全国系统报送", For: volunteer.Reporters(), Draw: volunteer.Reporting},
			{Path: "/service-proof", Label: "志愿服务证明", Inner: true, For: volunteer.ProofReaders(), Queries: 8, Draw: volunteer.ProofPage(a.Store)},
			{Path: "/cases", Label: "我的个案", For: casework.Workers(), Home: casework.Workers(), Queries: 9, Draw: casework.Mine(a.Store)},
			{Path: "/receipt", Label: "捐赠收据", Inner: true, For: giving.Keepers(), Queries: 5, Draw: giving.Receipt},
			{Path: "/desk", Label: "来访登记", For: need.Receivers(), Queries: 3, Draw: need.Desk},
		},
	}
}

// Files are what domains write as files.
func (a *App) Files() []web.File {
	return []web.File{
		{Path: "/volunteer-national/volunteers.xlsx", For: volunteer.Reporters(), Make: volunteer.NationalFile(a.Store, "volunteers")},
		{Path: "/volunteer-national/stints.xlsx", For: volunteer.Reporters(), Make: volunteer.NationalFile(a.Store, "stints")},
		{Path: "/service-proof.docx", For: volunteer.ProofReaders(), Make: volunteer.ProofFile(a.Store)},
	}
}

// Panels are what domains add to the pages of records. Each says how many
// statements it runs at most.
func (a *App) Panels() map[string][]web.Panel {
	open := web.Panel{Queries: 1, Draw: a.openTasks}
	below := func(reg *record.Register, field string) web.Panel {
		return web.Panel{Below: &web.Below{Register: reg, Field: field}}
	}
	ending := func(reg *record.Register, field, due, says string) web.Panel {
		return web.Panel{Below: &web.Below{Register: reg, Field: field, Due: due, Says: says}}
	}
	return map[string][]web.Panel{
		"need":          {{Draw: need.Suggestions, Queries: 6, Wide: true}, {Draw: need.Similar, Queries: 1, Wide: true}, {Draw: message.Told, Queries: 1}, below(need.Matches.Register, "need")},
		"resource":      {{Draw: need.Slots, Queries: 1, Wide: true}, below(need.Matches.Register, "resource")},
		"project":       {{Draw: service.Results, Queries: 3, Wide: true}, below(need.Holds.Register, "project")},
		"opinion":       {{Draw: service.Clocks, Queries: 1}},
		"activity":      {{Draw: service.TookPart, Queries: 1, Wide: true}},
		"station":       {open, {Draw: station.Roster, Queries: 2, Wide: true}, below(station.Posts.Register, "station"), below(volunteer.Teams.Register, "station"), below(service.Activities.Register, "station")},
		"member_survey": {{Draw: party.Meaning, Wide: true}},

		// 一社一档: what later chapters know of an organisation is one more line here.
		"social_org": {
			open,
			{Draw: party.OrgCoverage, Queries: 2}, {Draw: party.OrgMembers, Queries: 2}, {Draw: party.OrgInstructors, Queries: 3},
			ending(org.OrgLeaders.Register, "org", "last_day", "任期届满"), below(org.OrgChanges.Register, "org"),
			{Draw: honour.OrgHonours, Queries: 3},
			ending(centre.Residencies.Register, "org", "last_day", "入驻协议到期"), ending(incubation.Incubations.Register, "org", "last_day", "孵化协议到期"),
			{Draw: training.OrgTalent, Queries: 3},
			ending(purchase.Contracts.Register, "org", "last_day", "购买服务合同到期"), below(purchase.Flags.Register, "org"),
			below(giving.Pairings.Register, "org"), below(giving.Donations.Register, "org"),
			ending(org.SocialEnterprises.Register, "origin", "last_day", "社会企业认定到期"),
		},

		"instructor":        {open, {Draw: party.InstructorFile, Queries: 5, Wide: true}},
		"posting":           {below(party.Guidances.Register, "posting")},
		"party_org":         {open, {Draw: party.BranchMembers, Queries: 2, Wide: true}, below(party.Coverages.Register, "party_org"), below(honour.Entries.Register, "party_org")},
		"liaison":           {ending(regional.LiaisonVisits.Register, "liaison", "due_on", "走访事项办结期限")},
		"pact":              {ending(regional.Commitments.Register, "pact", "due_on", "承诺办成期限")},
		"feedback_round":    {below(inservice.Feedbacks.Register, "batch")},
		"opening":           {below(inservice.Claims.Register, "opening")},
		"scheme":            {below(honour.Entries.Register, "scheme")},
		"meeting":           {ending(meeting.Resolutions.Register, "meeting", "due_on", "议定事项办结期限")},
		"centre":            {open, {Draw: centre.ToCalendar, Wide: true}, below(centre.Rooms.Register, "centre"), ending(centre.Residencies.Register, "centre", "last_day", "入驻协议到期"), below(centre.Renovations.Register, "centre")},
		"incubation":        {open, ending(incubation.Mentorings.Register, "incubation", "", "")},
		"training":          {{Draw: training.Roll, Queries: 3, Wide: true}},
		"exam":              {below(training.Candidates.Register, "exam")},
		"budget_line":       {{Draw: purchase.Balance, Queries: 1, Wide: true}},
		"purchase":          {open, below(purchase.Contracts.Register, "purchase")},
		"contract":          {open, {Draw: purchase.Course(a.Figures), Queries: 8, Wide: true}, below(purchase.Evaluations.Register, "contract")},
		"milestone":         {{Draw: purchase.Reckoning, Queries: 3, Wide: true}, {Draw: purchase.Evidence, Queries: 3, Wide: true}},
		"evaluation":        {open},
		"certificate":       {open, below(training.Credits.Register, "certificate")},
		"social_enterprise": {open},

		"volunteer":      {below(volunteer.SignUps.Register, "volunteer"), below(volunteer.Stints.Register, "volunteer"), below(volunteer.Proofs.Register, "volunteer")},
		"volunteer_team": {below(volunteer.Shifts.Register, "team")},
		"shift":          {{Draw: volunteer.Roll(a.Store), Queries: 3, Wide: true}, below(volunteer.Stints.Register, "shift")},
		"service_proof":  {{Draw: volunteer.ToPaper}},
		"social_case":    {{Draw: casework.Course, Queries: 3, Wide: true}, below(casework.Referrals.Register, "social_case"), below(casework.Supervisions.Register, "social_case")},
		"social_group":   {below(casework.Sessions.Register, "social_group")},
		"donation":       {{Draw: giving.ToReceipt}, below(giving.Uses.Register, "donation")},
	}
}

// openTasks is the panel of what is open about a record, whoever has it to do.
func (a *App) openTasks(ctx context.Context, r *store.Reader, rec record.Record, _ func(string) string) (*ui.Panel, error) {
	tasks, err := r.Tasks(ctx, a.Store.Book().RegisterOf(rec), record.BaseOf(rec).ID)
	panel := &ui.Panel{}
	for _, t := range tasks {
		panel.Due = append(panel.Due, ui.Item{Title: t.Label, Note: "待" + a.Store.RoleLabel(t.Role) + "办理", Day: string(t.Due)})
	}
	return panel, err
}

// Package app is the assembly: it wires every floor together. The list of
// registers, in menu order, and the list of event handlers are here, by hand.
package app

import (
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
	"sanshe/internal/place"
	"sanshe/internal/purchase"
	"sanshe/internal/record"
	"sanshe/internal/regional"
	"sanshe/internal/service"
	"sanshe/internal/station"
	"sanshe/internal/store"
	"sanshe/internal/topic"
	"sanshe/internal/training"
	"sanshe/internal/volunteer"
)

// Chapter is one of the four parts of the county's report, and of the menu.
type Chapter struct {
	Mark, Name string
	Registers  []*record.Register
}

// Chapters is the menu.
func Chapters() []Chapter {
	return []Chapter{
		{"一", "党建引领", []*record.Register{
			party.Coverages.Register, party.PartyOrgs.Register, party.MemberSurveys.Register, party.Instructors.Register, party.Postings.Register,
			regional.Liaisons.Register, regional.Pacts.Register, regional.CommitteeMembers.Register, inservice.UnitReports.Register, inservice.MemberReports.Register,
			inservice.Openings.Register, inservice.FeedbackRounds.Register, inservice.Feedbacks.Register,
			honour.Entries.Register, honour.DemoSites.Register, honour.Campaigns.Register}},
		{"二", "孵化培育", []*record.Register{
			org.SocialOrgs.Register, org.OrgChanges.Register, incubation.Incubations.Register, org.SocialEnterprises.Register,
			centre.Centres.Register, centre.Rooms.Register, centre.Bookings.Register, centre.Residencies.Register, centre.Renovations.Register,
			training.Trainings.Register, training.SocialWorkers.Register, training.Certificates.Register, place.Communities.Register}},
		{"三", "优化服务", []*record.Register{
			need.Needs.Register, need.Resources.Register, need.Projects.Register, need.Matches.Register, need.Holds.Register, message.Messages.Register, message.Refusals.Register, service.Activities.Register,
			station.Stations.Register, station.Posts.Register, station.Duties.Register, casework.Cases.Register, casework.Groups.Register, casework.RecordChecks.Register,
			purchase.Lines.Register, purchase.Items.Register, purchase.Purchases.Register, purchase.Contracts.Register, purchase.Milestones.Register, purchase.Evaluations.Register,
			volunteer.Volunteers.Register, volunteer.Teams.Register, volunteer.Shifts.Register, volunteer.Stints.Register, volunteer.Proofs.Register,
			giving.Pairings.Register, giving.Donations.Register, giving.CharityResources.Register}},
		{"四", "体制机制", []*record.Register{meeting.Meetings.Register, meeting.Resolutions.Register, service.Opinions.Register, need.ListEditions.Register, people.Documents.Register, topic.Topics.Register}},
	}
}

// Book lists every register.
func Book() *record.Book {
	return record.NewBook(people.Roles(),
		place.Divisions.Register, people.Persons.Register, people.Units.Register, people.Documents.Register,
		place.Communities.Register, org.SocialOrgs.Register, org.OrgChanges.Register, org.OrgLeaders.Register, org.SocialEnterprises.Register,
		party.MemberSurveys.Register, party.PartyOrgs.Register, party.Coverages.Register, party.Undertakings.Register, party.SyncChecks.Register,
		party.Instructors.Register, party.Postings.Register, party.Guidances.Register,
		regional.Liaisons.Register, regional.LiaisonVisits.Register, regional.CommitteeMembers.Register, regional.Pacts.Register, regional.Commitments.Register,
		inservice.UnitReports.Register, inservice.MemberReports.Register, inservice.Openings.Register, inservice.Claims.Register, inservice.FeedbackRounds.Register, inservice.Feedbacks.Register,
		honour.Schemes.Register, honour.Entries.Register, honour.DemoSites.Register, honour.Campaigns.Register,
		centre.Centres.Register, centre.Renovations.Register, centre.Rooms.Register, centre.Bookings.Register, centre.Residencies.Register,
		incubation.Incubations.Register, incubation.Mentorings.Register,
		training.SocialWorkers.Register, training.Trainings.Register, training.Attendances.Register, training.Exams.Register, training.Candidates.Register,
		training.Certificates.Register, training.Credits.Register,
		meeting.Meetings.Register, meeting.Resolutions.Register, topic.Topics.Register,
		need.Needs.Register, need.Resources.Register, need.Projects.Register, need.Matches.Register,
		service.Activities.Register, service.Participations.Register,
		need.ListEditions.Register, service.Opinions.Register, need.Holds.Register, service.Servings.Register,
		station.Stations.Register, station.Posts.Register, station.Duties.Register, message.Messages.Register, message.Refusals.Register,
		casework.Cases.Register, casework.Notes.Register, casework.Referrals.Register, casework.Groups.Register, casework.Sessions.Register,
		casework.Supervisions.Register, casework.RecordChecks.Register,
		purchase.Items.Register, purchase.Lines.Register, purchase.Purchases.Register, purchase.Contracts.Register, purchase.Milestones.Register,
		purchase.Evaluations.Register, purchase.Ties.Register, purchase.Flags.Register,
		volunteer.Volunteers.Register, volunteer.Teams.Register, volunteer.Shifts.Register, volunteer.SignUps.Register, volunteer.Stints.Register, volunteer.Proofs.Register,
		giving.Pairings.Register, giving.Donations.Register, giving.Uses.Register, giving.CharityResources.Register,
	)
}

// Handlers hear what steps emit, in this order.
func Handlers() []store.Handler {
	return []store.Handler{party.Hear, centre.Hear, incubation.Hear, training.Hear, message.Hear}
}

// Stands gives the register of which an account with a role stands for one
// record: its own organisation, unit, or entry as instructor or social worker.
func Stands() map[record.Role]*record.Register {
	return map[record.Role]*record.Register{
		people.Organisation: org.SocialOrgs.Register, people.UnitBranch: people.Units.Register, people.Instructor: party.Instructors.Register,
		people.SocialWorker: training.SocialWorkers.Register, people.Supervisor: training.SocialWorkers.Register,
		people.Volunteer: volunteer.Volunteers.Register,
	}
}

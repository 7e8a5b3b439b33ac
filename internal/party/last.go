package party

import (
	"context"
	"strconv"

	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// LastTime fills a survey's form with what the organisation answered last time.
func LastTime(ctx context.Context, r *store.Reader, in record.Input) error {
	id, err := strconv.ParseInt(in["org"], 10, 64)
	if err != nil {
		return nil // nobody chosen yet
	}
	m, err := store.First(ctx, r, MemberSurveys, func(m *MemberSurvey, w *store.Where) { w.Is(&m.Org, record.ID[org.SocialOrg](id)).Last(&m.On) })
	if err != nil || m == nil {
		return err
	}
	for _, name := range []string{"full_members", "probationary_members", "members_elsewhere", "applicants", "staff", "leader_is_member"} {
		if in[name] == "" {
			in[name] = MemberSurveys.Field(name).Text(m)
		}
	}
	return nil
}

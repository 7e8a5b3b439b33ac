package service

import (
	"context"

	"sanshe/internal/record"
	"sanshe/internal/store"
)

// LastTime fills the form of an activity with what seldom changes: as it was the
// last time this was done here, or anything was. What is said of the day itself
// is never filled in.
func LastTime(ctx context.Context, r *store.Reader, in record.Input) error {
	a, err := last(ctx, r, in["title"])
	if err == nil && a == nil && in["title"] != "" {
		a, err = last(ctx, r, "")
	}
	if err != nil || a == nil {
		return err
	}
	for _, name := range []string{"kind", "length", "place", "org", "project", "station", "workers"} {
		if f := Activities.Field(name); in[name] == "" && !f.Empty(a) {
			in[name] = f.Text(a)
		}
	}
	return nil
}

// last gives the activity last held where the reader works, of a title if one is
// given.
func last(ctx context.Context, r *store.Reader, title string) (*Activity, error) {
	return store.First(ctx, r, Activities, func(a *Activity, w *store.Where) {
		if w.Below(r.Actor().Area).Is(&a.State, Held).Last(&a.On); title != "" {
			w.Is(&a.Title, title)
		}
	})
}

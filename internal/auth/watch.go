package auth

import "context"

type watchKey struct{}

// Watch has the account a request turns out to be of noted at who, for the log.
func Watch(ctx context.Context, who *int64) context.Context {
	return context.WithValue(ctx, watchKey{}, who)
}

func noted(ctx context.Context, account int64) {
	if who, ok := ctx.Value(watchKey{}).(*int64); ok {
		*who = account
	}
}

package auth

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// TokenPrefix begins every API token, so that one which strays into a log or a
// repository is recognised for what it is.
const TokenPrefix = "sst_"

// MaxToken is the longest an API token may last.
const MaxToken = 366 * 24 * time.Hour

// Token (接口令牌) is what a program shows instead of a session. It may do
// what its account may, except look after accounts.
type Token struct {
	ID      int64
	Account int64
	Name    string // what it is for
	Created record.Moment
	Expires record.Moment
	Revoked record.Moment // 0 while it counts
}

const tokenColumns = "t.id, t.account, t.name, t.created, t.expires, t.revoked"

func (t *Token) dest() []any {
	return []any{&t.ID, &t.Account, &t.Name, (*int64)(&t.Created), (*int64)(&t.Expires), (*int64)(&t.Revoked)}
}

// NewToken makes a token for an account that is by's own or that by looks after.
// It is shown this once.
func (a *Auth) NewToken(ctx context.Context, by *record.Actor, accountID int64, name string, expires time.Time) (token string, err error) {
	name, token = strings.TrimSpace(name), TokenPrefix+secret()
	err = a.write(ctx, by, func(tx *store.Tx) error {
		h, err := a.ownOrManaged(ctx, tx, by, accountID)
		if err != nil {
			return err
		}
		switch life := expires.Sub(tx.Now()); {
		case !fits(name, 1):
			return fault.Fields(fault.Problem{Field: "name", Label: "用途", Text: "要写 1 到 50 个字，不能有换行"})
		case life <= 0 || life > MaxToken:
			return fault.Fields(fault.Problem{Field: "expires", Label: "有效期至", Text: "应在今天以后、一年以内"})
		case h.Disabled != 0:
			return fault.Coded(fault.Conflict, fault.CodeState, "账号 %s 已停用，请先恢复", h.who())
		}
		_, err = tx.Exec(ctx, "INSERT INTO api_token (id, hash, account, name, epoch, created, expires, revoked) VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
			a.store.NewID(), digest(token), h.ID, name, h.epoch, tx.Now().UnixMilli(), expires.UnixMilli())
		if err != nil {
			return err
		}
		return tx.Entry("token_create", "account", "", h.who()+" "+name+" 有效至 "+record.MomentOf(expires).String())
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// TokenActor gives the account of a token as it may act now, via api. The caller
// sets From.
func (a *Auth) TokenActor(ctx context.Context, token string) (*record.Actor, error) {
	if !strings.HasPrefix(token, TokenPrefix) {
		return nil, ErrSignIn
	}
	h, held := &holder{}, ""
	err := a.store.DB().QueryRow(ctx, "SELECT "+accountColumns+", "+a.held()+` FROM api_token t JOIN account a ON a.id = t.account
		WHERE t.hash = ? AND t.revoked = 0 AND t.expires > ? AND t.epoch = a.epoch AND a.disabled = 0`, digest(token), a.now()).Scan(append(h.dest(), &held)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrSignIn
	}
	if err != nil {
		return nil, err
	}
	noted(ctx, h.ID)
	return a.actorOf(h, held, "api", ""), nil
}

// Tokens gives the tokens of an account that is by's own or that by looks
// after, the newest first. Those its epoch has ended count as revoked.
func (a *Auth) Tokens(ctx context.Context, by *record.Actor, accountID int64) ([]Token, error) {
	h, err := a.ownOrManaged(ctx, a.store.DB(), by, accountID)
	if err != nil {
		return nil, err
	}
	rows, err := a.store.DB().Query(ctx, "SELECT "+tokenColumns+", t.epoch FROM api_token t WHERE t.account = ? ORDER BY t.id DESC", accountID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Token
	for rows.Next() {
		var t Token
		var epoch int64
		if err := rows.Scan(append(t.dest(), &epoch)...); err != nil {
			return nil, err
		}
		if t.Revoked == 0 && epoch != h.epoch {
			t.Revoked = t.Expires
		}
		list = append(list, t)
	}
	return list, rows.Err()
}

// RevokeToken ends a token of an account that is by's own or that by looks after.
func (a *Auth) RevokeToken(ctx context.Context, by *record.Actor, id int64) error {
	return a.write(ctx, by, func(tx *store.Tx) error {
		var t Token
		err := tx.QueryRow(ctx, "SELECT "+tokenColumns+" FROM api_token t WHERE t.id = ?", id).Scan(t.dest()...)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "没有这个接口令牌")
		}
		if err != nil {
			return err
		}
		h, err := a.ownOrManaged(ctx, tx, by, t.Account)
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, "UPDATE api_token SET revoked = ? WHERE id = ? AND revoked = 0", tx.Now().UnixMilli(), id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Coded(fault.Conflict, fault.CodeState, "接口令牌“%s”已经撤销，不用再办", t.Name)
		}
		return tx.Entry("token_revoke", "account", "", h.who()+" "+t.Name)
	})
}

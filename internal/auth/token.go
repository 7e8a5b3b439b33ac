package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// TokenPrefix begins every API token, so that one which strays into a log or a
// repository is recognised for what it is.
const TokenPrefix = "sst_"

// Token (接口令牌) is what a program shows instead of a session. It may do
// what its account may, within the limits it was made with; it never looks after
// accounts.
type Token struct {
	ID      int64
	Account int64
	Name    string // what it is for
	Only    record.Limits
	Created record.Moment
	Expires record.Moment
	Revoked record.Moment // 0 while it counts
}

const tokenColumns = "t.id, t.account, t.name, t.scopes, t.registers, t.created, t.expires, t.revoked"

func (t *Token) dest() []any {
	return []any{&t.ID, &t.Account, &t.Name, (*words[record.Scope])(&t.Only.Scopes), (*words[string])(&t.Only.Registers), (*int64)(&t.Created), (*int64)(&t.Expires), (*int64)(&t.Revoked)}
}

// NewToken makes a token for an account that is by's own or that by looks after.
// It is shown this once.
func (a *Auth) NewToken(ctx context.Context, by *record.Actor, accountID int64, name string, only record.Limits, expires time.Time) (token string, err error) {
	name, token = strings.TrimSpace(name), TokenPrefix+secret()
	err = a.surely(ctx, by, func(tx *store.Tx) error {
		h, err := a.ownOrManaged(ctx, tx, by, accountID)
		if err != nil {
			return err
		}
		if err := a.checkLimits(only); err != nil {
			return err
		}
		switch life, most := expires.Sub(tx.Now()), a.Lasts(ctx, TokenLife); {
		case !fits(name, 1):
			return fault.Fields(fault.Problem{Field: "name", Label: "用途", Text: "要写 1 到 50 个字，不能有换行"})
		case life <= 0 || life > most:
			return fault.Fields(fault.Problem{Field: "expires", Label: "有效期至", Text: fmt.Sprintf("应在今天以后、%d 天以内", most/(24*time.Hour))})
		case h.Disabled != 0:
			return fault.Coded(fault.Conflict, fault.CodeState, "账号 %s 已停用，请先恢复", h.who())
		}
		_, err = tx.Exec(ctx, "INSERT INTO api_token (id, hash, account, name, scopes, registers, epoch, created, expires, revoked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
			a.store.NewID(), digest(token), h.ID, name, words[record.Scope](only.Scopes).String(), words[string](only.Registers).String(), h.epoch, tx.Now().UnixMilli(), expires.UnixMilli())
		if err != nil {
			return err
		}
		return tx.Entry("token_create", "account", "", strings.Join([]string{h.who(), name, words[record.Scope](only.Scopes).String(), words[string](only.Registers).String(), "有效至 " + record.MomentOf(expires).String()}, " "))
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// checkLimits refuses limits that name what there is not, or nothing.
func (a *Auth) checkLimits(only record.Limits) error {
	if len(only.Scopes) == 0 {
		return fault.Fields(fault.Problem{Field: "scopes", Label: "范围", Text: "至少选一项"})
	}
	for _, s := range only.Scopes {
		if !slices.Contains(record.Scopes, s) {
			return fault.Fields(fault.Problem{Field: "scopes", Label: "范围", Text: fmt.Sprintf("没有“%s”这一项，可用：%s", s, words[record.Scope](record.Scopes))})
		}
	}
	for _, name := range only.Registers {
		if a.store.Book().Register(name) == nil {
			return fault.Fields(fault.Problem{Field: "registers", Label: "台账", Text: "没有名为“" + name + "”的台账"})
		}
	}
	return nil
}

// words is a column of words with blanks between.
type words[T ~string] []T

func (w words[T]) String() string {
	var list []string
	for _, s := range w {
		list = append(list, string(s))
	}
	return strings.Join(list, " ")
}

// Scan implements [sql.Scanner].
func (w *words[T]) Scan(src any) error {
	*w = nil
	text, _ := src.(string)
	if b, ok := src.([]byte); ok {
		text = string(b)
	}
	for s := range strings.FieldsSeq(text) {
		*w = append(*w, T(s))
	}
	return nil
}

// TokenActor gives the account of a token as it may act now, via api. The caller
// sets From.
func (a *Auth) TokenActor(ctx context.Context, token string) (*record.Actor, error) {
	if !strings.HasPrefix(token, TokenPrefix) {
		return nil, ErrSignIn
	}
	h, held, only := &holder{}, "", &record.Limits{}
	column, values := a.held()
	err := a.store.DB().QueryRow(ctx, "SELECT "+accountColumns+", "+column+`, t.scopes, t.registers FROM api_token t JOIN account a ON a.id = t.account
		WHERE t.hash = ? AND t.revoked = 0 AND t.expires > ? AND t.epoch = a.epoch AND a.disabled = 0`, append(values, digest(token), a.now())...).Scan(append(h.dest(), &held, (*words[record.Scope])(&only.Scopes), (*words[string])(&only.Registers))...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrSignIn
	}
	if err != nil {
		return nil, err
	}
	noted(ctx, h.ID)
	actor := a.actorOf(h, held, "api", "")
	actor.Only = only
	return actor, nil
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

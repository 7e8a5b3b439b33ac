package auth

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/sso"
	"sanshe/internal/store"
)

// CodeUnlinked marks the answer to an identity that is nobody's account.
const CodeUnlinked = "unlinked"

// Identity (统一身份) says that whom an issuer calls Subject is the account's
// holder. Names, telephone numbers and addresses never say so; people do.
type Identity struct {
	ID      int64
	Account int64
	Issuer  string
	Subject string
	Linked  record.Moment
	By      string // who said so
}

// way is how a session comes to be opened: by a password or link if identity is 0.
type way struct {
	identity int64
	proof    *sso.Proof
}

// sealed gives the provider's name for its session, and what to show it at
// sign-out, encrypted for this session.
func (w way) sealed(keys *store.Keyring, session int64) (sid, hint string, err error) {
	const most = 8 << 10 // of a word that is longer we remember nothing; signing out there then asks once more
	if w.proof == nil || len(w.proof.Session) > 255 {
		return "", "", nil
	}
	if len(w.proof.Hint) <= most {
		hint, err = keys.Seal("session", "hint", session, w.proof.Hint)
	}
	return w.proof.Session, hint, err
}

// proven gives when whoever comes in showed who they are: here it is now, at a
// provider it may have been this morning.
func (w way) proven(now time.Time) int64 {
	if w.proof == nil {
		return now.UnixMilli()
	}
	return min(w.proof.Shown*1000, now.UnixMilli())
}

// kept gives how somebody came in, sealed, while the sign-in waits.
func (w way) kept(keys *store.Keyring, account int64) (string, error) {
	if w.proof == nil {
		return "", nil
	}
	raw, err := json.Marshal(waiting{w.identity, w.proof})
	if err != nil {
		return "", err
	}
	return keys.Seal("sign_in_code", "way", account, string(raw))
}

// reopen reads what kept gave.
func (w *way) reopen(keys *store.Keyring, account int64, kept string) error {
	if kept == "" {
		return nil
	}
	raw, err := keys.Open("sign_in_code", "way", account, kept)
	var was waiting
	if err == nil {
		err = json.Unmarshal([]byte(raw), &was)
	}
	w.identity, w.proof = was.Identity, was.Proof
	return err
}

type waiting struct {
	Identity int64
	Proof    *sso.Proof
}

// SignInBy signs in, as [Auth.SignIn] does, for whom a provider vouches for. An identity that is
// not linked opens nothing and makes nothing; the error has CodeUnlinked.
func (a *Auth) SignInBy(ctx context.Context, proof *sso.Proof, v Visitor) (*Entry, error) {
	h := &holder{way: way{proof: proof}}
	err := a.store.DB().QueryRow(ctx, "SELECT i.id, "+accountColumns+` FROM identity i JOIN account a ON a.id = i.account
		WHERE i.issuer = ? AND i.subject = ? AND i.ended = 0`, proof.Issuer, proof.Subject).Scan(append([]any{&h.way.identity}, h.dest()...)...)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, a.failed(ctx, h, v.Origin, proof.Provider+"的身份没有关联", fault.Coded(fault.Refused, CodeUnlinked,
			"在“%s”登录成功了，但它还没有和本系统的账号关联。有密码的先用账号密码登录，再到“我的登录”里关联；没有密码的向本单位管理员要一次性设置码", proof.Provider))
	case err != nil:
		return nil, err
	case h.Disabled != 0:
		return nil, a.failed(ctx, h, v.Origin, "账号已停用", errDisabled())
	}
	return a.proceed(ctx, h, v, nil, func(*store.Tx) error { return nil })
}

// Link says that an identity is the account's of a session, which has a fresh
// proof of itself; the surface has one of the identity.
func (a *Auth) Link(ctx context.Context, s *Session, proof *sso.Proof) error {
	return a.surely(ctx, s.Actor, func(tx *store.Tx) error {
		h, err := a.ownOrManaged(ctx, tx, s.Actor, s.Account)
		if err == nil {
			err = a.link(ctx, tx, h, a.store.NewID(), proof)
		}
		return err
	})
}

// LinkByCode links an identity to the account of a set-up code, which is used
// up, and signs in: for accounts that need no password.
func (a *Auth) LinkByCode(ctx context.Context, code string, proof *sso.Proof, v Visitor) (*Entry, error) {
	hash := digest(plainCode(code))
	h, err := a.codeHolder(ctx, forPassword, hash)
	if err != nil {
		return nil, err
	}
	shown := *proof
	shown.Shown = a.now() / 1000 // by the code
	h.way = way{identity: a.store.NewID(), proof: &shown}
	return a.proceed(ctx, h, v, nil, func(tx *store.Tx) error {
		if err := a.useCode(ctx, tx, forPassword, hash); err != nil {
			return err
		}
		return a.link(ctx, tx, h, h.way.identity, proof)
	})
}

// ProveBy is [Auth.Prove] by a proof that a provider made just now, for accounts
// that have neither password nor second factor here.
func (a *Auth) ProveBy(ctx context.Context, s *Session, proof *sso.Proof) error {
	how, err := a.ProofOf(ctx, s)
	if err != nil {
		return err
	}
	return a.write(ctx, s.Actor, func(tx *store.Tx) error {
		var n int
		err := tx.QueryRow(ctx, "SELECT count(*) FROM identity WHERE issuer = ? AND subject = ? AND account = ? AND ended = 0",
			proof.Issuer, proof.Subject, s.Account).Scan(&n)
		if err != nil {
			return err
		}
		if n == 0 || how != ByProvider {
			return fault.New(fault.Refused, "在“%s”登录的不是这个账号关联的身份，没有确认；退出那边，换成自己的再试", proof.Provider)
		}
		return a.proven(ctx, tx, s, string(how)+" "+proof.Provider)
	})
}

func (a *Auth) link(ctx context.Context, tx *store.Tx, h *holder, id int64, proof *sso.Proof) error {
	var account int64
	var subject string
	err := tx.QueryRow(ctx, "SELECT account, subject FROM identity WHERE ended = 0 AND issuer = ? AND (subject = ? OR account = ?) ORDER BY subject = ? DESC",
		proof.Issuer, proof.Subject, h.ID, proof.Subject).Scan(&account, &subject)
	switch {
	case err == nil && account == h.ID && subject == proof.Subject:
		return fault.Coded(fault.Conflict, fault.CodeState, "这个身份已经和您的账号关联，不用再办")
	case err == nil && account == h.ID:
		return fault.Coded(fault.Conflict, fault.CodeState, "您的账号已经关联了“%s”的另一个身份；要换，先在“我的登录”里解除原来的", proof.Provider)
	case err == nil:
		return fault.Coded(fault.Conflict, fault.CodeState, "这个身份已经关联了另一个账号。如果那也是您的，先用那个账号登录并解除；否则请告诉系统管理员")
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO identity (id, issuer, subject, account, linked, linked_by, ended, ended_by) VALUES (?, ?, ?, ?, ?, ?, 0, '')",
		id, proof.Issuer, proof.Subject, h.ID, tx.Now().UnixMilli(), tx.Actor().Name)
	if db.IsUnique(err) {
		return fault.Coded(fault.Conflict, fault.CodeState, "刚刚有人办了同样的关联；到“我的登录”里看一看")
	}
	if err != nil {
		return err
	}
	return tx.Entry("identity_link", "account", "", h.who()+" "+proof.Provider+" "+proof.Subject)
}

// Identities gives what is linked to an account that is by's own or that by
// looks after.
func (a *Auth) Identities(ctx context.Context, by *record.Actor, accountID int64) ([]Identity, error) {
	if _, err := a.ownOrManaged(ctx, a.store.DB(), by, accountID); err != nil {
		return nil, err
	}
	rows, err := a.store.DB().Query(ctx, "SELECT "+identityColumns+" FROM identity WHERE account = ? AND ended = 0 ORDER BY issuer", accountID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Identity
	for rows.Next() {
		var i Identity
		if err := rows.Scan(i.dest()...); err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, rows.Err()
}

const identityColumns = "id, account, issuer, subject, linked, linked_by"

func (i *Identity) dest() []any {
	return []any{&i.ID, &i.Account, &i.Issuer, &i.Subject, (*int64)(&i.Linked), &i.By}
}

// Unlink (解除关联) ends an identity of an account that is by's own or that by
// looks after, and with it the sessions it opened. Nobody locks themselves out.
func (a *Auth) Unlink(ctx context.Context, by *record.Actor, id int64, reason string) error {
	return a.surely(ctx, by, func(tx *store.Tx) error {
		var i Identity
		err := tx.QueryRow(ctx, "SELECT "+identityColumns+" FROM identity WHERE id = ? AND ended = 0", id).Scan(i.dest()...)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "没有这个关联，可能已经解除")
		}
		if err != nil {
			return err
		}
		h, err := a.ownOrManaged(ctx, tx, by, i.Account)
		if err != nil {
			return err
		}
		if h.ID == by.Account && h.password == "" {
			return fault.Coded(fault.Conflict, fault.CodeState, "这个账号没有密码，解除后就登录不了；先向本单位管理员要设置码，设好密码再解除")
		}
		if _, err := tx.Exec(ctx, "UPDATE identity SET ended = ?, ended_by = ? WHERE id = ?", tx.Now().UnixMilli(), by.Name, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM session WHERE identity = ?", id); err != nil {
			return err
		}
		return tx.Entry("identity_unlink", "account", reason, h.who()+" "+i.Issuer+" "+i.Subject)
	})
}

// Farewell gives who vouched for a session and what to show them at sign-out;
// "" for a session that a password opened.
func (a *Auth) Farewell(ctx context.Context, s *Session) (issuer, hint string, err error) {
	if s.Identity == 0 {
		return "", "", nil
	}
	err = a.store.DB().QueryRow(ctx, "SELECT i.issuer, s.hint FROM session s JOIN identity i ON i.id = s.identity WHERE s.id = ?", s.ID).Scan(&issuer, &hint)
	if err != nil {
		return "", "", err
	}
	hint, err = a.store.Keys().Open("session", "hint", s.ID, hint)
	if err != nil { // its key was retired since; then the provider asks once more
		hint = ""
	}
	return issuer, hint, nil
}

// SignedOut ends the sessions that a provider says are over.
func (a *Auth) SignedOut(ctx context.Context, l *sso.Logout, origin string) error {
	by := &record.Actor{Name: "统一身份认证", Via: "web", From: origin}
	return a.write(ctx, by, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `DELETE FROM session WHERE created <= ? AND (? = '' OR sid = ?)
			AND identity IN (SELECT id FROM identity WHERE issuer = ? AND (? = '' OR subject = ?))`,
			l.At.Add(sso.Skew).UnixMilli(), l.Session, l.Session, l.Issuer, l.Subject, l.Subject)
		if err != nil || n == 0 {
			return err
		}
		return tx.Entry("sign_out", "account", "", "对方通知退出 "+l.Subject)
	})
}

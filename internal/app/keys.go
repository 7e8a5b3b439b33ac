package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/migration"
	"sanshe/internal/store"
)

// KeyPath gives where the key file is.
func (c Config) KeyPath() string { return filepath.Join(c.Data, "keys.json") }

// checkKeys refuses a county whose key file is gone, and says what that means.
func (c Config) checkKeys() error {
	if _, err := os.Stat(c.KeyPath()); !errors.Is(err, os.ErrNotExist) {
		return nil
	}
	_, err := os.Stat(filepath.Join(c.Data, "sanshe.db"))
	switch there := err == nil; {
	case there, c.Database != "" && !c.Create:
		return fault.New(fault.Refused, "密钥文件 %s 不见了，没有启动。没有它：加密保存的%s谁也看不到，居民手里的查询码打不开，还没导入完的表要重新导入；"+
			"其他登记、办理经过、数字和审计记录都在。先找安装时另存的密钥，或任何一次备份旁边的 .keys 文件，放回原处（权限 600）再启动。"+
			"确实找不回来，运行 sanshe key lost --data %s --reason 原因，换新密钥接着用", c.KeyPath(), strings.Join(sealedLabels(), "、"), c.Data)
	case !c.Create:
		return fault.New(fault.Invalid, "%s 里没有三社联动的数据；先运行 sanshe init --data %s", c.Data, c.Data)
	}
	return nil
}

// sealedLabels names what is kept sealed.
func sealedLabels() (out []string) {
	for _, r := range Book().Registers {
		for _, f := range r.Fields {
			if f.IsSealed && !slices.Contains(out, f.Label) {
				out = append(out, f.Label)
			}
		}
	}
	return out
}

// LoseKeys lets a county whose key file is gone for good work with a new one,
// and gives how many values can no longer be read. They stay as they are, should
// the old file be found.
func LoseKeys(ctx context.Context, c Config, reason string) (lost int, err error) {
	if _, err := os.Stat(c.KeyPath()); err == nil {
		return 0, fault.New(fault.Conflict, "密钥文件 %s 还在，不用换；打不开的话先把它移到别处，再找备份里的", c.KeyPath())
	}
	d, err := db.Open(ctx, db.Config{DSN: c.DSN()})
	if err != nil {
		return 0, err
	}
	var number int
	var head int64
	pending, err := d.Pending(ctx, migration.Files)
	if err == nil && len(pending) > 0 {
		err = errPending(c, pending)
	}
	if err == nil {
		number, lost, head, err = loss(ctx, c, d)
	}
	if err := errors.Join(err, d.Close()); err != nil {
		return 0, err
	}
	if err := store.Lose(c.KeyPath(), number, head); err != nil {
		return 0, err
	}
	a, err := Open(ctx, c)
	if err != nil {
		return 0, err
	}
	_, err = a.Store.Write(ctx, store.System("cli"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
		return store.Result{}, tx.Entry("key_lost", "key", reason, fmt.Sprintf("%d 个加密的值看不到", lost))
	})
	return lost, errors.Join(err, a.Close())
}

func loss(ctx context.Context, c Config, d *db.DB) (number, values int, head int64, err error) {
	keys, err := store.NewKeyring() // opens nothing, and only counts
	if err != nil {
		return 0, 0, 0, err
	}
	s, err := store.New(ctx, d, Book(), store.Options{Clock: c.Clock, Keys: keys})
	if err != nil {
		return 0, 0, 0, err
	}
	number, values, head, err = s.Loss(ctx)
	return number, values, head, errors.Join(err, s.Close(ctx))
}

func errPending(c Config, pending []string) error {
	return fault.New(fault.Unavailable, "数据库还没有升级（差 %s）；运行 sanshe migrate --data %s，它会先备份", strings.Join(pending, "、"), c.Data)
}

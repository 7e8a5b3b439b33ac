package cli

import (
	"fmt"
	"maps"
	"slices"

	"sanshe/internal/app"
	"sanshe/internal/fault"
	"sanshe/internal/store"
)

// Key manages the key file.
type Key struct {
	Check  KeyCheck  `cmd:"" help:"打开每一个加密的值，报告各用哪一把密钥"`
	Rotate KeyRotate `cmd:"" help:"换新密钥，旧的用完才丢；停了再运行就接着做"`
	Lost   KeyLost   `cmd:"" help:"密钥文件找不回来时，换新密钥接着用"`
	Found  KeyFound  `cmd:"" help:"遗失的密钥文件又找到了，加回去"`
}

// KeyCheck opens everything that is sealed.
type KeyCheck struct{ Data }

// Run opens it.
func (k *KeyCheck) Run(env *Env) error {
	return k.with(env, func(a *app.App) error {
		now, err := a.Store.Sealing(env)
		if err != nil {
			return err
		}
		fmt.Fprintf(env.Out, "在用的是第 %d 把密钥。\n", a.Store.Keys().Number())
		for _, n := range slices.Sorted(maps.Keys(now.Values)) {
			fmt.Fprintf(env.Out, "第 %d 把加密了 %d 个值。\n", n, now.Values[n])
		}
		if now.Stale > 0 {
			fmt.Fprintf(env.Out, "有 %d 个值要换密钥或补索引；运行 sanshe key rotate --resume。\n", now.Stale)
		}
		for _, s := range now.Shut {
			fmt.Fprintln(env.Out, s)
		}
		if len(now.Shut) > 0 {
			return fault.New(fault.Internal, "有加密的值打不开：密钥文件不对，或内容被改过；请找出原来的密钥文件")
		}
		return nil
	})
}

// KeyRotate puts a new key in use and seals everything anew, while the county
// is served. If it was broken off, it goes on.
type KeyRotate struct {
	Data
	Resume bool `help:"只接着做没做完的，不再加新密钥"`
}

// Run rotates.
func (k *KeyRotate) Run(env *Env) error {
	return k.with(env, func(a *app.App) error {
		keys := a.Store.Keys()
		if len(keys.Retiring()) == 0 && !k.Resume {
			old := fmt.Sprintf("%s.%d", a.Config.KeyPath(), keys.Number())
			if err := app.CopyFile(a.Config.KeyPath(), old); err != nil {
				return err
			}
			if err := a.Store.NewKey(env, store.System("cli")); err != nil {
				return err
			}
			fmt.Fprintf(env.Out, "第 %d 把密钥已启用。旧密钥另存为 %s：恢复以前的备份要用它，请移到别处。\n", keys.Number(), old)
		}
		said := 0
		done, err := a.Store.Reseal(env, func(done int) {
			if done >= said+10_000 {
				said = done
				fmt.Fprintf(env.Out, "已换 %d 个值\n", done)
			}
		})
		if err != nil {
			return err
		}
		retiring := keys.Retiring()
		if err := a.Store.RetireKeys(env, store.System("cli")); err != nil {
			return err
		}
		fmt.Fprintf(env.Out, "共换 %d 个值。", done)
		if len(retiring) > 0 {
			fmt.Fprint(env.Out, "旧密钥没有用处了，已从密钥文件里去掉。")
		}
		fmt.Fprintln(env.Out, "请马上备份一次，并把新的密钥文件另存一份。")
		return nil
	})
}

// KeyLost lets a county whose key file is gone go on with a new one.
type KeyLost struct {
	Data
	Reason string `required:"" help:"怎么丢的，记入审计" placeholder:"TEXT"`
}

// Run makes the new key file.
func (k *KeyLost) Run(env *Env) error {
	lost, err := app.LoseKeys(env, app.Config{Data: k.Data.Data, Database: env.Database, Clock: env.Clock}, k.Reason)
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "已换新密钥，可以启动。\n看不到了：%d 个加密的号码（显示为“〔密钥遗失〕”，原样留着），居民以前的查询码，没导入完的表；二次验证要逐个重置（sanshe user reset-factor）。\n照常：其他登记、办理经过、数字、审计。号码请在办事时重新登记。\n以后找到旧密钥文件，运行 sanshe key found 加回去。\n请马上备份，并把新的 keys.json 另存一份。\n", lost)
	return nil
}

// KeyFound takes back a key file that was thought lost.
type KeyFound struct {
	Data
	File string `arg:"" help:"找到的密钥文件" type:"existingfile"`
}

// Run adds its keys and seals anew what they had sealed.
func (k *KeyFound) Run(env *Env) error {
	return k.with(env, func(a *app.App) error {
		if err := a.Store.Keys().Find(k.File); err != nil {
			return err
		}
		done, err := a.Store.Reseal(env, func(int) {})
		if err == nil {
			err = a.Store.RetireKeys(env, store.System("cli"))
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(env.Out, "找回 %d 个加密的值。遗失以前的查询码仍然打不开，请给居民重开回执。\n", done)
		return nil
	})
}

package cli

import (
	"fmt"
	"strings"

	"sanshe/internal/app"
	"sanshe/internal/fault"
	"sanshe/internal/store"
)

// Explain prints everything that is derived from a register's description. With
// “all” it prints the catalogue of every register and figure.
type Explain struct {
	Register string `arg:"" help:"台账名，如 need；写 all 打印全部目录" placeholder:"REGISTER"`
	DDL      bool   `help:"只打印表和索引，供写迁移" name:"ddl"`
}

// Run prints it.
func (e *Explain) Run(env *Env) error {
	if e.Register == "all" {
		fmt.Fprint(env.Out, app.Catalogue())
		return nil
	}
	reg := app.Book().Register(e.Register)
	if reg == nil {
		var names []string
		for _, r := range app.Book().Registers {
			names = append(names, r.Name)
		}
		return fault.New(fault.NotFound, "没有叫“%s”的台账，有：%s", e.Register, strings.Join(names, "、"))
	}
	if e.DDL {
		fmt.Fprint(env.Out, store.DDL(reg))
		return nil
	}
	fmt.Fprint(env.Out, app.Explain(reg))
	return nil
}

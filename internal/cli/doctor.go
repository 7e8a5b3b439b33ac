package cli

import (
	"encoding/json"
	"fmt"

	"sanshe/internal/app"
	"sanshe/internal/fault"
)

// Doctor looks for what is wrong and says how to mend it.
type Doctor struct {
	Data
	JSON bool `help:"打印 JSON" name:"json"`
	All  bool `help:"没有问题的也打印"`
}

// Run prints what it finds, and fails if something must be mended.
func (d *Doctor) Run(env *Env) error {
	list := app.Examine(env, app.Config{Data: d.Data.Data, Database: env.Database, Clock: env.Clock})
	bad, warn := 0, 0
	for _, f := range list {
		switch f.Grade {
		case app.Bad:
			bad++
		case app.Warn:
			warn++
		}
	}
	if d.JSON {
		e := json.NewEncoder(env.Out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		if err := e.Encode(list); err != nil {
			return err
		}
	} else {
		group := ""
		for _, f := range list {
			if f.Grade == app.Good && !d.All {
				continue
			}
			if f.Group != group {
				group = f.Group
				fmt.Fprintf(env.Out, "\n%s\n", group)
			}
			fmt.Fprintf(env.Out, "  [%s] %s：%s\n", f.Grade, f.Name, f.Says)
			if f.Mend != "" && f.Grade != app.Good {
				fmt.Fprintf(env.Out, "        → %s\n", f.Mend)
			}
		}
		fmt.Fprintf(env.Out, "\n查了 %d 项：%d 项要改，%d 项留意。\n", len(list), bad, warn)
	}
	if bad > 0 {
		return fault.New(fault.Conflict, "有 %d 项要改", bad)
	}
	return nil
}

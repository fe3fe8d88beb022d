package main

import (
	"fmt"
	"path/filepath"

	"lvv/anonymise/durable"
	"lvv/anonymise/ledger"
)

type releaseWithdraw struct {
	Number int64  `arg:"" help:"Number of the release."`
	Reason string `required:"" enum:"afgekeurd,fout-in-cijfers,onthulling,verkeerde-ontvanger,vervangen,op-verzoek" placeholder:"CODE" help:"afgekeurd, fout-in-cijfers, onthulling, verkeerde-ontvanger, vervangen or op-verzoek."`
}

func (c releaseWithdraw) Run(env *environment, all *cli) error {
	w, i, err := all.issueOf(env, c.Number)
	if err != nil {
		return err
	}
	err = w.during(env, func(book *ledger.Writer) error {
		if i, err = w.issue(c.Number); err != nil {
			return err
		}
		if i.state != stateProposed && i.state != stateReleased {
			return fmt.Errorf("release %d is %s: %w", i.number, i.state, errState)
		}
		intent := ledger.Facts{}.Version(ledger.Program, version).Seq(i.number)
		return book.Do(verbWithdraw, intent, func() (ledger.Facts, error) {
			facts := ledger.Facts{}.Seq(i.number).CodeOf(ledger.Reason, c.Reason,
				"afgekeurd", "fout-in-cijfers", "onthulling", "verkeerde-ontvanger", "vervangen", "op-verzoek")
			return facts, w.takeBack(i)
		})
	})
	if err != nil {
		return err
	}
	if i.left() {
		env.say("release %d is withdrawn; what left stays in the register and new releases are judged beside it", i.number)
		env.say("hint: ask the recipients to destroy the parcel")
		return nil
	}
	env.say("release %d is rejected; it never left", i.number)
	return nil
}

// takeBack removes the parcel from out/, or what waits.
func (w *workspace) takeBack(i issue) error {
	if err := durable.Remove(w.proposalFile(i.number)); ignoreNotExist(err) != nil {
		return err
	}
	path, err := w.parcelOf(i)
	if err != nil || path == "" {
		return err
	}
	return durable.Remove(path)
}

// parcelOf is where the parcel of a release lies in out/, or nothing.
func (w *workspace) parcelOf(i issue) (path string, err error) {
	paths, err := filepath.Glob(filepath.Join(w.outDir(), "*.age"))
	if err != nil {
		return "", err
	}
	for _, path := range paths {
		sum, err := hashFile(path)
		if err != nil {
			return "", err
		}
		if fmt.Sprintf("%x", sum) == i.parcel {
			return path, nil
		}
	}
	return "", nil
}

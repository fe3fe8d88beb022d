package disclosure

import "testing"

func TestZeroSafePanics(t *testing.T) {
	t.Parallel()
	for name, use := range map[string]func(*Safe){
		"tables":  func(s *Safe) { s.Tables() },
		"table":   func(s *Safe) { s.Table("x") },
		"control": func(s *Safe) { s.Control() },
	} {
		for _, s := range []*Safe{nil, {}} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%s of a zero Safe did not panic", name)
					}
				}()
				use(s)
			}()
		}
	}
}

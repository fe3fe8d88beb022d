package schemas

import "testing"

// Every embedded contract loads without a complaint, and so do all lists.
func TestEveryContractLoads(t *testing.T) {
	for _, name := range Names() {
		c, err := load(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, d := range c.Datasets {
			t.Log(name, d.Name, d.Columns())
		}
	}
}

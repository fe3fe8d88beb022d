package check

import "lvv/schemas"

// A calendar holds the first day of every month of the years in which dates
// nearly always lie, so that a day is found without divisions.
type calendar [(lastYear-firstYear+1)*12 + 1]schemas.Day

const firstYear, lastYear = 1900, 2099

func newCalendar() *calendar {
	c := new(calendar)
	for i := range c {
		c[i], _ = schemas.NewDay(firstYear+i/12, i%12+1, 1)
	}
	return c
}

// day is [schemas.NewDay].
func (c *calendar) day(year, month, day int) (schemas.Day, bool) {
	if year < firstYear || year > lastYear || month < 1 || month > 12 {
		return schemas.NewDay(year, month, day)
	}
	i := (year-firstYear)*12 + month - 1
	d := c[i] + schemas.Day(day) - 1
	return d, day >= 1 && d < c[i+1]
}

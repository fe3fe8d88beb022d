-- Keeps of each row of an organisation what the latest delivery says of it.
CREATE TABLE laatste AS
SELECT *
FROM {dataset}
QUALIFY row_number() OVER (
    PARTITION BY {key}
    ORDER BY levering_tot DESC, volgnummer DESC, rij DESC
) = 1;
DROP TABLE {dataset};
ALTER TABLE laatste RENAME TO {dataset};

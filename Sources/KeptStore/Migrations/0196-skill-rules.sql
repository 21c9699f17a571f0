-- Which skill a case asks for, by what is known of it when it is opened. What is empty is not asked.
CREATE TABLE skill_rules (
    id BIGINT PRIMARY KEY,
    skill TEXT NOT NULL CHECK (skill <> ''),
    channel TEXT,
    form_id BIGINT REFERENCES contact_forms (id),
    kind TEXT,
    language TEXT,
    CHECK (channel IS NOT NULL OR form_id IS NOT NULL OR kind IS NOT NULL OR language IS NOT NULL)
);

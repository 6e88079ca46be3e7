-- What an account may have is counted and added to under the lock of its row, and a lock takes the
-- right to update a column. An epoch only goes forward: the most that this lets the application do is
-- end tokens.
grant update (epoch) on account to auth;

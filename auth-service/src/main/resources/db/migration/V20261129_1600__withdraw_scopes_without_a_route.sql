-- `clients:write` and `certificates:write` have never opened a route. A key that held nothing else
-- opens nothing, and a key has a scope.
delete from api_key where scopes <@ '{clients:write, certificates:write}';

update api_key set
  scopes = array_remove(array_remove(scopes, 'clients:write'), 'certificates:write'),
  grantable_scopes =
    array_remove(array_remove(grantable_scopes, 'clients:write'), 'certificates:write')
where (scopes || grantable_scopes) && '{clients:write, certificates:write}';

update client set
  scopes = array_remove(array_remove(scopes, 'clients:write'), 'certificates:write')
where scopes && '{clients:write, certificates:write}';

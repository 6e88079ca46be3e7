package dev.giftwarden.gift.v2.catalogue;

import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageV2;
import dev.giftwarden.gift.catalogue.Collections;
import dev.giftwarden.gift.rest.Cursors;
import dev.giftwarden.gift.rest.V2Resource;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v2/collections")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Collections", description = "What recipients can choose from")
public class CollectionV2Resource extends V2Resource {

  private final Collections collections;
  private final CurrentCaller current;

  CollectionV2Resource(
      Collections collections, CurrentCaller current, UriInfo asked, Cursors cursors) {
    super(asked, cursors);
    this.collections = collections;
    this.current = current;
  }

  @GET
  @Operation(
      operationId = "listCollectionsV2",
      summary = "List the collections that can be sent",
      description = "By id, at most 100: there is no other page.")
  @APIResponse(responseCode = "200", description = "All collections, without their products")
  public RestResponse<PageV2<ListedCollectionV2>> list() {
    return listed(
        new Page<>(collections.list(current.partner()), Optional.empty()), ListedCollectionV2::of);
  }

  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getCollectionV2",
      summary = "Get a collection with its bands and products")
  @APIResponseSchema(
      value = CollectionV2.class,
      responseCode = "200",
      responseDescription = "The collection; one that is retired is found too")
  public Response get(@PathParam("id") String id) {
    return answer(collections.find(current.partner(), id), CollectionV2::of);
  }
}
